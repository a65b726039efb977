import type { FreshView } from '../../views/sign-in/fresh.js'
import { CodeField } from '../challenge/code-field.js'
import { sentProblemText } from '../challenge/problem-text.js'
import { Resend } from '../challenge/resend.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** A mailed code in place of a fresh password. */
export function freshPage(view: Spoken<FreshView>): string {
  const { challenge, signIn } = view.texts
  const { problem, digits, sent } = view
  return htmlDocument({
    frame: view,
    title: signIn.fresh.title,
    failed: problem !== null,
    children: (
      <>
        <h1>{signIn.fresh.title}</h1>
        <p>{signIn.fresh.why}</p>
        <p class="lead">{sent === null ? challenge.email.notSent : challenge.email.lead(sent)}</p>
        <PostForm frame={view} action="/fresh">
          <CodeField
            texts={view.texts}
            now={view.now}
            kind="digits"
            label={challenge.code({ digits })}
            problem={problem}
            problemText={problem && sentProblemText(view.texts, 'email', problem, view)}
          />
          <button type="submit" class="button primary">
            {challenge.verify}
          </button>
        </PostForm>
        <Resend view={view} action="/fresh" resendAt={sent?.resendAt ?? null} />
        <a class="button" href={`${view.base}/`}>
          {signIn.fresh.cancel}
        </a>
      </>
    ),
  })
}
