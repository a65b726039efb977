import type { SetUpEmailView } from '../../views/enrolment/set-up.js'
import { CodeField } from '../challenge/code-field.js'
import { emailProblemText } from '../challenge/problem-text.js'
import { Resend } from '../challenge/resend.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** Set-up by e-mail: the mailed code. */
export function setUpEmailPage(view: Spoken<SetUpEmailView>): string {
  const texts = view.texts
  const { challenge, enrolment } = texts
  const { problem, digits, sent } = view
  return htmlDocument({
    frame: view,
    title: enrolment.email.enter,
    failed: problem !== null,
    children: (
      <>
        <h1>{enrolment.email.enter}</h1>
        <p class="lead">{sent === null ? challenge.email.notSent : challenge.email.lead(sent)}</p>
        <PostForm frame={view} action="/set-up/email">
          <CodeField
            texts={view.texts}
            now={view.now}
            kind="digits"
            label={challenge.code({ digits })}
            problem={problem}
            problemText={problem && emailProblemText(texts, problem, view)}
          />
          <button type="submit" class="button primary">
            {enrolment.confirm.verify}
          </button>
        </PostForm>
        <Resend view={view} action="/set-up/email" resendAt={sent?.resendAt ?? null} />
        <a class="button" href={`${view.base}/set-up`}>
          {enrolment.email.back}
        </a>
      </>
    ),
  })
}
