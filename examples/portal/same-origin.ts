import type { RequestHandler } from 'express'

/** Lets a change through only from one of our own pages: a form on another site could post here with the person's cookie. */
export const sameOrigin =
  (portalUrl: string): RequestHandler =>
  (req, res, next) => {
    const site = req.get('sec-fetch-site')
    // Older browsers send no Sec-Fetch-Site, but an Origin with every POST.
    const ours = site === undefined ? req.get('origin') === new URL(portalUrl).origin : site === 'same-origin'
    if (ours) next()
    else res.status(403).type('text').send('This can only be done from a page of this portal.')
  }

/** The same for an API: a request with an access token is nobody's browser, so there is no cookie to be misused. */
export const sameOriginOrToken =
  (portalUrl: string): RequestHandler =>
  (req, res, next) =>
    req.get('authorization') === undefined ? sameOrigin(portalUrl)(req, res, next) : next()
