import type { Request, Response } from 'express'
import type { Frame } from '../views/frame.js'
import { type PageName, VIEWS, type ViewOf } from '../views/view.js'
import { csrfToken } from './csrf.js'
import { prefersJson } from './problem.js'
import { loginOf } from './sign-in/login-of.js'
import type { Surroundings } from './surroundings.js'

/** A view without what every page has around it. */
export type Content<Name extends PageName> = Omit<ViewOf<Name>, keyof Frame> & { readonly page: Name }

/**
 * Renders a view in the person's language and sends it; to whoever prefers JSON the view itself. `person` is the display
 * name, where the page is to show it.
 */
export async function showPage<Name extends PageName>(
  surroundings: Surroundings,
  req: Request,
  res: Response,
  content: Content<Name>,
  { status = 200, person = null }: { status?: number; person?: string | null } = {},
): Promise<void> {
  // An error page has no form, and may be about a missing session.
  const frame = frameOf(surroundings, req, content.page !== 'error')
  const view = { ...frame, person, ...content } as unknown as ViewOf<Name>
  res.status(status).vary('Accept')
  if (prefersJson(req)) {
    // Through the schema, so that nothing is told that the page does not show.
    res.json(VIEWS[content.page].parse(view))
    return
  }
  const render = surroundings.pages[content.page] as (view: ViewOf<Name>) => string | Promise<string>
  res.type('html').send(await render(view))
}

/** What every page has around its own content; without a token where there is no form. */
export function frameOf(surroundings: Surroundings, req: Request, hasForm = true): Frame {
  const { application, timeZone, clock, base, home } = surroundings
  const locale = localeOf(surroundings, req)
  const token = hasForm ? csrfToken(req) : ''
  return { application, person: null, locale, timeZone, now: clock.databaseNow(), base, home, csrfToken: token }
}

/** The person's language: the `locale` claim of the login, then what the browser asks for. */
export function localeOf(surroundings: Surroundings, req: Request): string {
  return surroundings.languages.pick([loginLocale(surroundings, req)], req.get('accept-language'))
}

function loginLocale(surroundings: Surroundings, req: Request): string | null {
  try {
    return loginOf(surroundings, req)?.locale ?? null
  } catch {
    // The error page itself asks for the language; a login that cannot be read is what it is about to report.
    return null
  }
}
