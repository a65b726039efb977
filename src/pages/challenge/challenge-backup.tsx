import type { BackupChallengeView } from '../../views/challenge/challenge.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { CodeField } from './code-field.js'
import { HelpContact } from './help-contact.js'
import { backupProblemText } from './problem-text.js'

/** The page for a backup code at sign-in. */
export function challengeBackupPage(view: Spoken<BackupChallengeView>): string {
  const texts = view.texts
  const { challenge } = texts
  const { problem } = view
  return htmlDocument({
    frame: view,
    title: challenge.backup.title,
    failed: problem !== null,
    home: false,
    account: challenge.signingInAs,
    children: (
      <>
        <h1>{challenge.backup.title}</h1>
        <p class="lead">{challenge.backup.lead}</p>
        <PostForm frame={view} action="/challenge/backup">
          <CodeField
            texts={view.texts}
            now={view.now}
            kind="letters"
            label={challenge.backup.code}
            hint={challenge.backup.hint}
            problem={problem}
            problemText={problem && backupProblemText(texts, problem, view.timeZone)}
          />
          <button type="submit" class="button primary">
            {challenge.verify}
          </button>
        </PostForm>
        <PostForm frame={view} action="/challenge/cancel">
          <button type="submit" class="button">
            {challenge.cancel}
          </button>
        </PostForm>
        <p class="aside">
          <a href={`${view.base}/challenge`}>{challenge.backup.useCode}</a>
        </p>
        {view.help !== null && (
          <div class="centred">
            <HelpContact texts={view.texts} help={view.help} />
          </div>
        )}
      </>
    ),
  })
}
