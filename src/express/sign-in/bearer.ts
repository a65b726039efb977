import type { Request, Response } from 'express'
import type { Evidence } from '../../actions/sign-in/assess-login.js'
import { keptValues } from '../../actions/sign-in/kept-values.js'
import { admitsStandIn, type Demand } from '../../domain/assess.js'
import { type KeycloakLogin, sameSession } from '../../domain/sign-in/login.js'
import { VERIFIED_MS } from '../../domain/sign-in/mark.js'
import { isTwoFactorError, TwoFactorError } from '../../errors.js'
import type { AccessToken } from '../../ports/access-tokens.js'
import { sendProblem } from '../problem.js'
import { requestOrigin } from '../request-origin.js'
import type { Surroundings } from '../surroundings.js'
import { impersonated, keptOf } from './decide.js'
import { type Kept, passesByKept } from './judged-before.js'
import { callerOf, isLogin } from './login-of.js'

/** How requests with an access token are judged; null in `Surroundings` where option `bearer` does not turn it on. */
export interface Bearer {
  /** Verifies a token, or knows it from before. */
  readonly read: (token: string) => Promise<AccessToken>
  /** The ids of clients that are let through without a second step. */
  readonly exemptClients: ReadonlySet<string>
  /** What was decided for a login, for the requests after it. */
  readonly kept: { get(sessionKey: string): Kept | undefined; set(sessionKey: string, kept: Kept): void }
  /** For which logins a decision was noted already. */
  readonly noted: { get(sessionKey: string): true | undefined; set(sessionKey: string, noted: true): void }
}

type BearerEvidence = Extract<Evidence, { from: 'store' }>

/** What a token shows of the second step: what the store knows of its Keycloak session, or that its client is exempt. */
export function bearerEvidence(
  { bearer }: Pick<Surroundings, 'bearer'>,
  { clientId }: KeycloakLogin,
  req: Request,
): BearerEvidence {
  return { from: 'store', exempt: bearer?.exemptClients.has(clientId) === true, origin: requestOrigin(req) }
}

/** How many logins are kept at once; about 500 bytes each. */
const KEPT_LOGINS = 20_000

/** Judges bearer tokens that `read` verifies. */
export function bearerBy(read: Bearer['read'], exemptClients: readonly string[]): Bearer {
  return { read, exemptClients: new Set(exemptClients), kept: keptValues(KEPT_LOGINS), noted: keptValues(KEPT_LOGINS) }
}

/**
 * The access token of a request (RFC 6750 section 2.1); undefined where it has none, and where option `bearer` is off.
 *
 * Throws `ERR_2FA_MALFORMED` for a token elsewhere than in the header, and for one that is bound to a key: an application
 * that accepts either would otherwise let it pass unjudged.
 */
export function tokenOf({ bearer }: Pick<Surroundings, 'bearer'>, req: Request): string | undefined {
  if (bearer === null) return undefined
  // Without one expression for both parts: those that leave out the blanks around a token take quadratic time for many.
  const header = (req.headers.authorization ?? '').trim()
  const [scheme = ''] = header.split(/\s/, 1)
  if (scheme.toLowerCase() === 'dpop') throw elsewhere('Tokens that are bound to a key (DPoP) cannot be judged')
  const isInQuery = req.url.includes('?') && 'access_token' in req.query
  if (isInQuery || (isFields(req.body) && 'access_token' in req.body)) {
    throw elsewhere('An access token belongs in the header "Authorization", and nowhere else')
  }
  return scheme.toLowerCase() === 'bearer' ? header.slice(scheme.length).trim() : undefined
}

/**
 * The Keycloak login that a request's token proves; null for the service account of a client that is exempt. Throws as
 * `verifyAccessToken`, for every other service account, and where the request is signed in twice.
 */
export async function bearerLogin(
  surroundings: Surroundings,
  req: Request,
  token: string,
): Promise<KeycloakLogin | null> {
  const { clientId, login } = await read(surroundings, token)
  if (login === null && surroundings.bearer?.exemptClients.has(clientId) !== true) throw ofNobody()
  const other: unknown = surroundings.login(req)
  // Somebody's token must not vouch for whoever else the application takes the request to be from.
  if (other !== undefined && other !== null && !(isLogin(other) && login !== null && sameSession(other, login))) {
    throw new TwoFactorError('ERR_2FA_FORBIDDEN', 'The request is signed in twice: by a session and by a token.')
  }
  return login
}

/**
 * True where a request with a token may pass; otherwise it is answered: 401 with what is wrong with the token (RFC 6750
 * section 3.1), or that the second step is missing or too long ago (RFC 9470 section 3) and the address to open for it.
 *
 * Judged by the verified session of the token's Keycloak session, never by a session of the application's.
 */
export async function passesBearer(
  surroundings: Surroundings,
  { token, demand }: { token: string; demand: Demand },
  req: Request,
  res: Response,
): Promise<boolean> {
  const login = await bearerLogin(surroundings, req, token).catch((error) => refuseToken(error, res))
  if (login === undefined) return false
  if (login === null) {
    // Nobody could give the code that is wanted here, nor be a member.
    if (admitsStandIn(demand) && demand.tenant === undefined) return true
    throw ofNobody()
  }
  if (login.impersonator !== undefined) throw impersonated()
  const { identities, bearer, assessLogin, origin, base } = surroundings
  const evidence = bearerEvidence(surroundings, login, req)
  // What an exempt client may, no other client of the same Keycloak session may.
  const sessionKey = identities.session(login) + (evidence.exempt === true ? ` ${login.clientId}` : '')
  if (await passesByKept(surroundings, bearer?.kept.get(sessionKey) ?? {}, login, demand)) return true
  const subject = identities.subject(login)
  const assessment = await assessLogin(login, subject, demand, evidence)
  const { outcome } = assessment.decision
  if (outcome === 'refuse') throw impersonated()
  if (bearer?.noted.get(sessionKey) === undefined) {
    bearer?.noted.set(sessionKey, true)
    const { decision, now } = assessment
    surroundings.noteLogin({ caller: callerOf(surroundings, login, req), decision, at: now })
  }
  const kept = keptOf(login, subject, assessment, demand)
  if (kept !== null) {
    bearer?.kept.set(sessionKey, kept)
    return true
  }
  const maxAge = Math.floor(((demand.by === 'route' && demand.withinMs) || VERIFIED_MS) / 1000)
  const page = outcome === 'enrol' ? '/set-up' : `/challenge?max_age=${maxAge}`
  const asks = demand.by === 'route' && demand.withinMs !== null ? `, max_age="${maxAge}"` : ''
  const what = 'error="insufficient_user_authentication", error_description="A second step is needed"'
  res.set('WWW-Authenticate', `Bearer ${what}${asks}`)
  const needs = outcome === 'enrol' ? 'set-up' : 'code'
  sendProblem(res, { status: 401, code: 'ERR_2FA_SIGN_IN_REQUIRED', location: `${origin}${base}${page}`, needs })
  return false
}

/** True where a request's token is right, whatever the second step; otherwise it is answered. */
export async function provesSomebody(
  surroundings: Surroundings,
  token: string,
  req: Request,
  res: Response,
): Promise<boolean> {
  return (await bearerLogin(surroundings, req, token).catch((error) => refuseToken(error, res))) !== undefined
}

async function read({ bearer }: Surroundings, token: string): Promise<AccessToken> {
  if (bearer === null || token === '') throw new TwoFactorError('ERR_2FA_SIGN_IN_REQUIRED', 'There is no access token.')
  return bearer.read(token)
}

/** A token that is not right is refused, and not taken for nobody: the application may think otherwise of it. */
function refuseToken(error: unknown, res: Response): undefined {
  if (!isTwoFactorError(error) || error.code !== 'ERR_2FA_SIGN_IN_REQUIRED') throw error
  res.set('WWW-Authenticate', 'Bearer error="invalid_token"')
  sendProblem(res, { status: 401, code: error.code, detail: error.message })
  return undefined
}

function ofNobody(): TwoFactorError {
  return new TwoFactorError('ERR_2FA_FORBIDDEN', 'The access token belongs to no person: a service account got it.')
}

const isFields = (body: unknown): body is Record<string, unknown> => typeof body === 'object' && body !== null

function elsewhere(what: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_MALFORMED', `${what}: send "Authorization: Bearer …".`)
}
