import type { RequestHandler } from 'express'

/**
 * Lets paths through that begin with one of `except`, whole segments only. A path that climbs, also in disguise
 * (`/health/x%2f..%2f..%2fpayroll`), is not one of them: what serves it may resolve it.
 */
export function excepting(except: readonly string[], handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    const path = req.baseUrl + req.path
    const climbs = /%2f|%5c|\\|(^|\/)(\.|%2e)/i.test(path)
    const free = !climbs && except.some((free) => path === free || path.startsWith(`${free}/`))
    return free ? next() : handler(req, res, next)
  }
}
