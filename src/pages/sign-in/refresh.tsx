import type { RefreshView } from '../../views/sign-in/refresh.js'
import { htmlDocument } from '../document.js'
import type { Spoken } from '../spoken.js'

/** Says where the browser is going, and goes there by itself. */
export function refreshPage(view: Spoken<RefreshView>): string {
  const texts = view.texts.signIn.refresh[view.reason]
  return htmlDocument({
    frame: view,
    title: texts.title,
    goTo: view.to,
    children: (
      <>
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead}</p>
        <a class="button primary" href={view.to}>
          {texts.go}
        </a>
      </>
    ),
  })
}
