import type { Request, Response } from 'express'
import type { TwoFactorErrorCode } from '../errors.js'
import type { ProblemDetails } from '../views/problem.js'

/** True where the client prefers JSON to a page. No page is for a client with an access token. */
export function prefersJson(req: Request): boolean {
  return /^\s*bearer\b/i.test(req.headers.authorization ?? '') || req.accepts(['html', 'json']) === 'json'
}

/**
 * True where a person is going somewhere. Only pages are asked for by name: images, icons, beacons and scripts accept
 * anything, or JSON.
 */
export function isNavigation(req: Request): boolean {
  return /text\/html/i.test(req.get('accept') ?? '') && !prefersJson(req)
}

/** Answers with problem+json (RFC 9457); `type` is a name for the code, `location` where a person has to go. */
export function sendProblem(
  res: Response,
  problem: Pick<ProblemDetails, 'status' | 'detail' | 'location' | 'needs'> & { readonly code: TwoFactorErrorCode },
): void {
  const { status, code, ...rest } = problem
  const body: ProblemDetails = {
    type: `urn:keycloak-two-factor:${code.toLowerCase()}`,
    title: code,
    status,
    code,
    ...rest,
  }
  res.status(status).type('application/problem+json').send(JSON.stringify(body))
}
