import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { PortalUser } from '../sign-in.js'

/** What every page says beside its own. */
export interface Frame {
  /** The application's name. */
  application: string
  user: PortalUser | undefined
}

interface LayoutProps extends Frame {
  title: string
  children: ComponentChildren
}

/** The frame of every page: who is signed in, the way around, the content. */
export function Layout({ application, title, user, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>
          {title} · {application}
        </title>
        <link rel="stylesheet" href="/portal.css" />
      </head>
      <body>
        <header>
          <a class="brand" href="/">
            {application}
          </a>
          <nav aria-label="Portal">
            <a href="/orders">Orders</a>
            <a href="/reports/january">January report</a>
            <a href="/payroll">Payroll</a>
            <a href="/certificate">Certificate</a>
            <a href="/two-factor">Two-factor settings</a>
          </nav>
          {user ? (
            <form method="post" action="/logout">
              <span>{user.name}</span> <button type="submit">Sign out</button>
            </form>
          ) : (
            <a class="button" href="/login">
              Sign in
            </a>
          )}
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}

/** A whole HTML document. */
export const page = (props: LayoutProps): string => `<!doctype html>${renderToString(<Layout {...props} />)}`
