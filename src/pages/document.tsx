import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { direction } from '../texts/index.js'
import type { Frame } from '../views/frame.js'
import type { Spoken } from './spoken.js'

/** What a page puts into the document around it. */
export interface DocumentContent {
  readonly frame: Spoken<Frame>
  /** The one heading of the page, and its name in the browser's tab. */
  readonly title: string
  /** True where the page came back with an error, which then leads the name in the tab (WCAG 2.2, G199). */
  readonly failed?: boolean
  /** Where the browser goes by itself at once, without a script; an address that is a download leaves the page open. */
  readonly goTo?: string
  /** True where the card needs more width than a form. */
  readonly wide?: boolean
  /** True where the card is a table, or much beside each other. */
  readonly broad?: boolean
  /** False where the person can't use the application yet, so that a way back to it would lead nowhere. */
  readonly home?: boolean
  /** What stands before the person's name. Default: "Signed in as". */
  readonly account?: string
  readonly children: ComponentChildren
}

/** The whole HTML document of a page. Style sheet and script are files of their own, so that a strict CSP holds. */
export function htmlDocument(content: DocumentContent): string {
  return `<!doctype html>${render(<Document {...content} />)}`
}

function Document({ frame, title, failed, goTo, wide, broad, home = true, account, children }: DocumentContent) {
  const { signIn } = frame.texts
  return (
    <html lang={frame.locale} dir={direction(frame.locale) === 'rtl' ? 'rtl' : undefined}>
      <head>
        <meta charset="utf-8" />
        <title>{`${failed ? signIn.errorTitle({ title }) : title} – ${frame.application}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        {goTo !== undefined && <meta http-equiv="refresh" content={`0; url=${goTo}`} />}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`${frame.base}/assets/style.css`} />
        <script src={`${frame.base}/assets/comfort.js`} defer />
      </head>
      <body>
        <header class="top">
          <p class="application">{frame.application}</p>
        </header>
        <main class={broad ? 'card broad' : wide ? 'card wide' : 'card'}>{children}</main>
        <footer class="bottom">
          {frame.person !== null && (
            <p>
              {account ?? signIn.account} <b>{frame.person}</b>
            </p>
          )}
          {home && (
            <p>
              <a href={frame.home}>{signIn.backTo({ application: frame.application })}</a>
            </p>
          )}
        </footer>
      </body>
    </html>
  )
}
