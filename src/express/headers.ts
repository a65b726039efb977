import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Headers of all our pages: a strict Content-Security-Policy without inline scripts or styles, no framing, no caching.
 * Referrers stay on the origin; `no-referrer` would turn the Origin header of our own forms into `null`.
 */
export function pageHeaders(origin: string): RequestHandler[] {
  const https = origin.startsWith('https:')
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          // The pages name an empty icon, or browsers would ask the application for one by themselves.
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      // The application's other hosts are none of our business.
      strictTransportSecurity: https && { includeSubDomains: false },
    }),
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store')
      next()
    },
  ]
}
