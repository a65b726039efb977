import type { Texts } from '../../texts/index.js'
import type { Problem } from '../../views/challenge/problem.js'
import type { SetUpTotpConfirmView } from '../../views/enrolment/set-up.js'
import { CodeField } from '../challenge/code-field.js'
import { problemText } from '../challenge/problem-text.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { Steps } from './steps.js'

/** Set-up, third step: the first code. */
export function setUpTotpConfirmPage(view: Spoken<SetUpTotpConfirmView>): string {
  const texts = view.texts
  const { confirm } = texts.enrolment
  const { problem, digits } = view
  return htmlDocument({
    frame: view,
    title: confirm.title,
    failed: problem !== null,
    children: (
      <>
        <Steps texts={texts} current={3} />
        <h1>{confirm.title}</h1>
        <p class="lead">{confirm.lead({ digits })}</p>
        <PostForm frame={view} action="/set-up/totp">
          <CodeField
            texts={view.texts}
            now={view.now}
            kind="digits"
            label={texts.challenge.code({ digits })}
            problem={problem}
            problemText={problem && setUpProblemText(texts, problem, view)}
          />
          <button type="submit" class="button primary">
            {confirm.verify}
          </button>
        </PostForm>
        <a class="button" href={`${view.base}/set-up/totp`}>
          {confirm.back}
        </a>
      </>
    ),
  })
}

/** As at sign-in, except where the way out is another one: there is no backup code to fall back on. */
function setUpProblemText(texts: Texts, problem: Problem, view: SetUpTotpConfirmView): string {
  const { confirm } = texts.enrolment
  if (problem.kind === 'expired' || problem.kind === 'disabled') return confirm[problem.kind]
  return problemText(texts, problem, view)
}
