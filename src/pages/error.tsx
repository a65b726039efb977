import type { ErrorView } from '../views/error.js'
import { htmlDocument } from './document.js'
import { Icon } from './icon.js'
import type { Spoken } from './spoken.js'

/** Something went wrong: what it means for the person, what to do, and the code for whoever helps. */
export function errorPage(view: Spoken<ErrorView>): string {
  const { errors, signIn } = view.texts
  const { title, message } = has(errors.byCode, view.code) ? errors.byCode[view.code] : errors.unexpected
  return htmlDocument({
    frame: view,
    title,
    home: false,
    children: (
      <>
        <p class="emblem">
          <Icon name="alert" />
        </p>
        <h1>{title}</h1>
        <p class="lead">{message}</p>
        <a class="button primary" href={view.home}>
          {signIn.backTo(view)}
        </a>
        {view.detail !== null && (
          <details>
            <summary>{errors.detail}</summary>
            <p lang="en">{view.detail}</p>
          </details>
        )}
        <p class="hint centred">
          {errors.code}: <code>{view.code}</code>
        </p>
      </>
    ),
  })
}

function has<Known extends object>(known: Known, key: PropertyKey): key is keyof Known {
  return Object.hasOwn(known, key)
}
