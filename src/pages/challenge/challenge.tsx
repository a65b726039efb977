import type { ChallengeView } from '../../views/challenge/challenge.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { TrustChoice } from '../trusted-devices/trust-choice.js'
import { CodeField } from './code-field.js'
import { HelpContact } from './help-contact.js'
import { problemText, sentProblemText } from './problem-text.js'
import { Resend } from './resend.js'

/** The code page at sign-in. */
export function challengePage(view: Spoken<ChallengeView>): string {
  const texts = view.texts
  const { challenge } = texts
  const { problem, digits } = view
  const channel = channelOf(view)
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
            problemText={
              problem &&
              (channel === null ? problemText(texts, problem, view) : sentProblemText(texts, channel, problem, view))
            }
          />
          {view.trust !== null && <TrustChoice view={view} trust={view.trust} />}
          <button type="submit" class="button primary">
            {challenge.verify}
          </button>
        </PostForm>
        {channel !== null && <Resend view={view} action="/challenge/resend" resendAt={view.sent?.resendAt ?? null} />}
        <PostForm frame={view} action="/challenge/cancel">
          <button type="submit" class="button">
            {challenge.cancel}
          </button>
        </PostForm>
        <details open={problem?.kind === 'disabled' || problem?.kind === 'undeliverable'}>
          <summary>{challenge.noCode.summary}</summary>
          <p>{channel === null ? challenge.noCode.clock : challenge[channel].noCode}</p>
          {view.byEmail !== null && <ByEmail view={view} to={view.byEmail} />}
          <p>{challenge.noCode.backup}</p>
          <p>
            <a class="button" href={`${view.base}/challenge/backup`}>
              {challenge.noCode.useBackupCode}
            </a>
          </p>
          <HelpContact texts={view.texts} help={view.help} />
        </details>
      </>
    ),
  })
}

/** How the code comes: as it was sent, or would have been; null for an authenticator app. */
function channelOf({ sent, method }: ChallengeView): 'email' | 'sms' | null {
  return sent?.channel ?? (method === 'totp' ? null : method)
}

function leadOf(view: Spoken<ChallengeView>): string {
  const { challenge } = view.texts
  const channel = channelOf(view)
  if (channel === null) return challenge.lead(view)
  return view.sent === null ? challenge[channel].notSent : challenge[channel].lead(view.sent)
}

/** "Send it by e-mail instead", for this one code. */
function ByEmail({ view, to }: { readonly view: Spoken<ChallengeView>; readonly to: string }) {
  const { sms } = view.texts.challenge
  return (
    <PostForm frame={view} action="/challenge/by-email">
      <p>{sms.byEmailHint({ to })}</p>
      <button type="submit" class="button">
        {sms.byEmail}
      </button>
    </PostForm>
  )
}
