import type { SetUpEmailView, SetUpSmsView } from '../../views/enrolment/set-up.js'
import { CodeField } from '../challenge/code-field.js'
import { sentProblemText } from '../challenge/problem-text.js'
import { Resend } from '../challenge/resend.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** Set-up by e-mail: the mailed code. */
export function setUpEmailPage(view: Spoken<SetUpEmailView>): string {
  const { back } = view.texts.enrolment.email
  return sentPage(view, 'email', { address: `${view.base}/set-up`, label: back })
}

/** Set-up by SMS: the code that was sent. */
export function setUpSmsPage(view: Spoken<SetUpSmsView>): string {
  const { another } = view.texts.enrolment.sms
  return sentPage(view, 'sms', { address: `${view.base}/set-up/sms?step=number`, label: another })
}

function sentPage(
  view: Spoken<SetUpEmailView | SetUpSmsView>,
  channel: 'email' | 'sms',
  back: { readonly address: string; readonly label: string },
): string {
  const texts = view.texts
  const { challenge, enrolment } = texts
  const { problem, digits, sent } = view
  const action = `/set-up/${channel}`
  return htmlDocument({
    frame: view,
    title: enrolment[channel].enter,
    failed: problem !== null,
    children: (
      <>
        <h1>{enrolment[channel].enter}</h1>
        <p class="lead">{sent === null ? challenge[channel].notSent : challenge[channel].lead(sent)}</p>
        <PostForm frame={view} action={action}>
          <CodeField
            texts={view.texts}
            now={view.now}
            kind="digits"
            label={challenge.code({ digits })}
            problem={problem}
            problemText={problem && sentProblemText(texts, channel, problem, view)}
          />
          <button type="submit" class="button primary">
            {enrolment.confirm.verify}
          </button>
        </PostForm>
        <Resend view={view} action={action} resendAt={sent?.resendAt ?? null} />
        <a class="button" href={back.address}>
          {back.label}
        </a>
      </>
    ),
  })
}
