import type { SetUpLaterView } from '../../views/enrolment/set-up.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** Before set-up, while it can be put off. */
export function setUpLaterPage(view: Spoken<SetUpLaterView>): string {
  const { later } = view.texts.enrolment
  const until = view.until === null ? null : { at: view.until, timeZone: view.timeZone }
  return htmlDocument({
    frame: view,
    title: later.title,
    children: (
      <>
        <h1>{later.title}</h1>
        <p class="lead">{later.lead({ tenants: view.tenants })}</p>
        <a class="button primary" href={`${view.base}/set-up?now=1`}>
          {later.now}
        </a>
        <PostForm frame={view} action="/later">
          <button type="submit" class="button">
            {later.later}
          </button>
        </PostForm>
        <p class="hint">{later.left({ logins: view.logins, until })}</p>
      </>
    ),
  })
}
