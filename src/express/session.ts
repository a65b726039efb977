import type { Request } from 'express'
import type { Demand } from '../domain/assess.js'
import type { AskedLogin } from '../domain/sign-in/freshness.js'
import type { LoginBinding } from '../domain/sign-in/login.js'
import type { Allowance, Mark } from '../domain/sign-in/mark.js'
import type { TrustNote } from '../domain/trusted-devices/judge-trust.js'
import { TwoFactorError } from '../errors.js'

/** What was just done, to be said once on the next page. */
export type Done = 'enabled' | 'turned-off'

/** As `Done`, on the page of trusted devices. */
export type DeviceDone = 'renamed' | 'revoked' | 'all-revoked'

/** As `Done`, on the page of connected accounts. */
export type AccountDone = 'connected' | 'not-connected' | 'confirmed' | 'disconnected'

/** What an administrator has just done to a person, to be said once on that person's page. */
export interface Rescue {
  readonly done: 'unlocked' | 'reset' | 'sessions-revoked' | 'devices-revoked' | 'account-approved'
  readonly userId: string
}

/** Where to go after the second step, and what that place asks of it. */
export interface Back {
  readonly to: string
  readonly demand: Demand
}

/** What this library keeps in the application's session, all of it under one key. */
export interface OwnSession {
  readonly mark?: Mark
  readonly allowance?: Allowance
  /** This login came from a trusted device. */
  readonly trust?: TrustNote
  /** The login that came back from the last sign-in we asked for. */
  readonly asked?: AskedLogin
  /** A code that was mailed in place of a fresh password, and when it was judged, in the database's time. */
  readonly mailed?: LoginBinding & { readonly judgedAt: number }
  readonly back?: Back
  /** The path that the person was led away from to set up. */
  readonly wanted?: string
  /** The sign-in that `/continue` has seen already. */
  readonly continued?: LoginBinding & { readonly signedInAt: number }
  readonly csrfToken?: string
  readonly done?: Done
  readonly deviceDone?: DeviceDone
  readonly accountDone?: AccountDone
  readonly rescue?: Rescue
  /** The id of the tenant whose policy was just changed. */
  readonly policyDone?: string
}

const KEY = 'twoFactor'

/** As much of express-session as is used here; declared here so that no types of the host are changed. */
interface HostSession {
  cookie: { maxAge?: number | null; originalMaxAge?: number | null }
  regenerate(done: (error?: unknown) => void): void
  [key: string]: unknown
}

/** What the session holds of ours. Throws `ERR_2FA_CONFIGURATION` where there is no session at all. */
export function readSession(req: Request): OwnSession {
  return (hostSession(req)[KEY] as OwnSession | undefined) ?? {}
}

/** Changes some of what the session holds of ours; a key that is undefined is removed. */
export function updateSession(
  req: Request,
  changes: { [Key in keyof OwnSession]?: OwnSession[Key] | undefined },
): void {
  const merged = { ...readSession(req), ...changes }
  hostSession(req)[KEY] = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
}

/**
 * Notes that the second step is done, or that a trusted device stands in for it. The session gets a new id, so that one known before has no rights (CVE-2022-25896),
 * and carries everything over except our own keys; of those only what is given and what is known of the sign-in stay.
 */
export async function grant(
  req: Request,
  own: ({ mark: Mark } | { trust: TrustNote }) & { back?: Back | undefined; wanted?: string | undefined; done?: Done },
): Promise<void> {
  const { asked, mailed, continued } = readSession(req)
  const before = hostSession(req)
  await new Promise<void>((resolve, reject) => {
    before.regenerate((error) => (error ? reject(storeFailed(error)) : resolve()))
  })
  const after = hostSession(req)
  for (const [key, value] of Object.entries(before)) {
    if (key !== KEY && key !== 'cookie' && !(key in after)) after[key] = value
  }
  if (before.cookie.originalMaxAge != null) after.cookie.maxAge = before.cookie.originalMaxAge
  updateSession(req, { asked, mailed, continued, ...own })
}

function hostSession(req: Request): HostSession {
  const { session } = req as unknown as { session?: HostSession }
  if (session === undefined || session === null) throw misconfigured('There is no req.session')
  // A session kept in a cookie alone cannot be revoked, nor renewed at the second step.
  if (typeof session.regenerate !== 'function') throw misconfigured('The session has no id that could be renewed')
  return session
}

function misconfigured(what: string): TwoFactorError {
  const cure = 'put express-session in front of twoFactor.router() and twoFactor.enforce().'
  return new TwoFactorError('ERR_2FA_CONFIGURATION', `${what}: ${cure}`)
}

function storeFailed(cause: unknown): TwoFactorError {
  return new TwoFactorError('ERR_2FA_STORE', 'The session could not be renewed; is the session store up?', { cause })
}
