import type { Request } from 'express'
import { VERIFIED_MS } from '../../domain/sign-in/mark.js'
import { TwoFactorError } from '../../errors.js'
import { type Back, readSession } from '../session.js'
import type { Surroundings } from '../surroundings.js'

/** What the code page was opened for by a client whose API request was refused; null where it was not. */
export interface OpenedFor {
  readonly back: Back
  /** The address of the mobile app to return to; null where none was named. */
  readonly app: string | null
}

/**
 * Reads `max_age`, in seconds, how old the code may be (RFC 9470 section 3), and `return`, the name of an entry in option
 * `mobileReturns`. Neither can weaken anything: whoever opens the page is asked for a code, and returns to an address of
 * the application's own. Throws `ERR_2FA_MALFORMED` for anything else.
 */
export function openedFor(
  { base, home, mobileReturns }: Pick<Surroundings, 'base' | 'home' | 'mobileReturns'>,
  req: Request,
): OpenedFor | null {
  const { max_age: maxAge, return: name } = req.query
  if (maxAge === undefined && name === undefined) return null
  const withinMs = maxAge === undefined ? VERIFIED_MS : lengthOf(maxAge)
  const demand = { by: 'route', withinMs } as const
  if (name === undefined) return { back: { to: readSession(req).back?.to ?? home, demand }, app: null }
  const app = typeof name === 'string' ? mobileReturns.get(name) : undefined
  if (app === undefined) throw malformed('"return" must be the name of an entry in option "mobileReturns"')
  return { back: { to: `${base}/challenge?return=${name}&max_age=${withinMs / 1000}`, demand }, app }
}

function lengthOf(maxAge: unknown): number {
  const seconds = typeof maxAge === 'string' && /^\d{1,5}$/.test(maxAge) ? Number(maxAge) : 0
  if (seconds < 1 || seconds * 1000 > VERIFIED_MS) throw malformed('"max_age" must be seconds, from 1 to 86400')
  return seconds * 1000
}

function malformed(what: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_MALFORMED', `The parameter ${what}.`)
}
