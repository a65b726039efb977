import type { ChallengeView } from '../../views/challenge/challenge.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { TrustChoice } from '../trusted-devices/trust-choice.js'
import { CodeField } from './code-field.js'
import { emailProblemText, problemText } from './problem-text.js'
import { Resend } from './resend.js'

/** The code page at sign-in. */
export function challengePage(view: Spoken<ChallengeView>): string {
  const texts = view.texts
  const { challenge } = texts
  const { problem, digits } = view
  const byMail = view.method === 'email'
  return htmlDocument({
    frame: view,
    title: challenge.title,
    failed: problem !== null,
    home: false,
    account: challenge.signingInAs,
    children: (
      <>
        <h1>{challenge.title}</h1>
        <p class="lead">{leadOf(view)}</p>
        <PostForm frame={view} action="/challenge">
          <CodeField
            texts={view.texts}
            now={view.now}
            kind="digits"
            label={challenge.code({ digits })}
            problem={problem}
            problemText={problem && (byMail ? emailProblemText : problemText)(texts, problem, view)}
          />
          {view.trust !== null && <TrustChoice view={view} trust={view.trust} />}
          <button type="submit" class="button primary">
            {challenge.verify}
          </button>
        </PostForm>
        {byMail && <Resend view={view} action="/challenge/resend" resendAt={view.sent?.resendAt ?? null} />}
        <PostForm frame={view} action="/challenge/cancel">
          <button type="submit" class="button">
            {challenge.cancel}
          </button>
        </PostForm>
        <details open={problem?.kind === 'disabled'}>
          <summary>{challenge.noCode.summary}</summary>
          <p>{byMail ? challenge.email.noCode : challenge.noCode.clock}</p>
          <p>{challenge.noCode.backup}</p>
          <p>
            <a class="button" href={`${view.base}/challenge/backup`}>
              {challenge.noCode.useBackupCode}
            </a>
          </p>
        </details>
      </>
    ),
  })
}

function leadOf(view: Spoken<ChallengeView>): string {
  const { challenge } = view.texts
  if (view.method === 'totp') return challenge.lead(view)
  return view.sent === null ? challenge.email.notSent : challenge.email.lead(view.sent)
}
