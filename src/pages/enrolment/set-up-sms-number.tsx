import type { SetUpSmsNumberView } from '../../views/enrolment/set-up.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** Set-up by SMS: the number. There is no `pattern`: spaces, brackets and full-width digits are taken. */
export function setUpSmsNumberPage(view: Spoken<SetUpSmsNumberView>): string {
  const { sms } = view.texts.enrolment
  const { problem } = view
  return htmlDocument({
    frame: view,
    title: sms.title,
    failed: problem !== null,
    children: (
      <>
        <h1>{sms.title}</h1>
        <p class="lead">{sms.numberLead}</p>
        <PostForm frame={view} action="/set-up/sms">
          <div class="field">
            {problem !== null && (
              <Notice tone="problem" id="problem">
                <p>{sms.problem[problem]}</p>
              </Notice>
            )}
            <label for="number">{sms.number}</label>
            <input
              id="number"
              name="number"
              type="tel"
              inputmode="tel"
              autocomplete="tel"
              value={view.number}
              required
              autofocus
              aria-invalid={problem !== null}
              aria-describedby={problem === null ? 'hint' : 'hint problem'}
            />
            <p class="hint" id="hint">
              {sms.numberHint}
            </p>
          </div>
          <button type="submit" class="button primary">
            {sms.send}
          </button>
        </PostForm>
        <a class="button" href={`${view.base}/set-up`}>
          {sms.back}
        </a>
      </>
    ),
  })
}
