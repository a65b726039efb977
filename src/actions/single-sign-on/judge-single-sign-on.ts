import type { RequestOrigin } from '../../domain/messages/notice.js'
import type { KeycloakLogin, Subject } from '../../domain/sign-in/login.js'
import { VERIFIED_MS } from '../../domain/sign-in/mark.js'
import {
  type IdentityProvider,
  identityBasis,
  judgeSingleSignOn as judge,
  type SingleSignOn,
  type SingleSignOnVerdict,
} from '../../domain/single-sign-on/judge-single-sign-on.js'
import type { SingleSignOnOfTenant } from '../../domain/tenant-policy/combine-policies.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Identities, Random, Sealer } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'
import { auditEvent, outboxMessage } from '../record.js'
import { keptValues } from '../sign-in/kept-values.js'
import { accountsIn } from './accounts-in.js'

/** What judging single sign-on needs. */
export interface SingleSignOnPorts {
  readonly store: Store
  readonly identities: Identities
  readonly random: Random
  readonly sealer: Sealer
  readonly directory: Directory & Partial<Accounts>
}

/** A login that came through an identity provider, and what the person's tenants say about these. */
export interface SingleSignOnLogin {
  readonly login: KeycloakLogin
  readonly subject: Subject
  readonly origin: RequestOrigin
  readonly tenants: readonly SingleSignOnOfTenant[]
  /** The subject's epoch: at a later one nothing counts that was judged before. */
  readonly epoch: number
  readonly now: number
}

/** How long a bypass is not judged anew for the same login: a minute, in ms. A session keeps it for longer. */
const KEPT_MS = 60_000

/** How many are kept at once. */
const KEPT_BYPASSES = 10_000

/**
 * Judges a login that came through an identity provider; null for all others, which cost nothing. Keycloak is asked only
 * as far as it matters: of the provider once a minute, then of the session and the account, then of the person.
 *
 * A bypass is granted to the Keycloak session, so that a later entry at the provider does not end it. Of an account that
 * nobody knows to be theirs the person is told by mail, once. Throws `ERR_2FA_DIRECTORY` when Keycloak cannot be asked.
 */
export function judgeSingleSignOn(ports: SingleSignOnPorts) {
  const judgeNow = judging(ports)
  const kept = keptValues<{ readonly verdict: SingleSignOnVerdict; readonly until: number }>(KEPT_BYPASSES)
  return async (given: SingleSignOnLogin): Promise<SingleSignOnVerdict | null> => {
    const { login, tenants, epoch, now } = given
    if (login.identityProvider === undefined) return null
    const key = JSON.stringify([ports.identities.session(login), login.identityUserName, epoch, tenants])
    const before = kept.get(key)
    if (before !== undefined && now < before.until) return before.verdict
    const verdict = await judgeNow(given)
    if (verdict?.outcome === 'bypass') kept.set(key, { verdict, until: now + KEPT_MS })
    return verdict
  }
}

function judging(ports: SingleSignOnPorts) {
  return async (given: SingleSignOnLogin): Promise<SingleSignOnVerdict | null> => {
    const { identityProvider: alias, userId } = given.login
    if (alias === undefined) return null
    const accounts = accountsIn(ports.directory)
    const provider = (await accounts?.identityProvider(alias)) ?? null
    const nothing = nothingKnown(given, provider)
    const first = judge(nothing)
    // These stand whatever else there is.
    const isFinal = first.outcome === 'ask' && /^(bridge-missing|provider-disabled)$/.test(first.because)
    if (accounts === null || provider === null || isFinal) return first
    const known = { ...nothing, ...(await knownOf(ports, accounts, given, alias)) }
    const whole = await completed(known, [
      async () => ({ verifiedAddress: await verifiedAddressOf(ports.directory, userId) }),
      async () => ({ hasPassword: await accounts.hasPassword(userId) }),
    ])
    const verdict = judge(whole)
    if (verdict.outcome === 'bypass') await grant(ports, given, whole)
    else if (identityBasis(whole) === null) await tell(ports, given, whole, provider)
    return verdict
  }
}

type Known = Pick<SingleSignOn, 'identity' | 'trust' | 'sessionStartedAt' | 'grant'>

function nothingKnown({ login, tenants, now }: SingleSignOnLogin, provider: IdentityProvider | null): SingleSignOn {
  const nothing = { sessionStartedAt: null, grant: null, identity: null, trust: 'none' } as const
  return { login, tenants, provider, ...nothing, hasPassword: null, verifiedAddress: null, now }
}

/** Never from memory: whoever has a password can exchange the account within seconds. */
async function knownOf(
  { store, identities }: SingleSignOnPorts,
  accounts: Accounts,
  { login, subject }: SingleSignOnLogin,
  alias: string,
): Promise<Known> {
  const [connected, sessionStartedAt, grant] = await Promise.all([
    accounts.identitiesOf(login.userId),
    accounts.sessionStartedAt(login.userId, login.sessionId),
    store.bypassGrant(subject.key, identities.keycloakSession(login)),
  ])
  const found = connected.find(({ provider }) => provider === alias)
  if (found === undefined) return { identity: null, trust: 'none', sessionStartedAt, grant }
  const key = identities.identity(subject.key, found)
  const trust = (await store.knownIdentity(subject.key, key))?.trust ?? 'none'
  return { identity: { ...found, key }, trust, sessionStartedAt, grant }
}

/** Asks one thing after the other, until the account is known to be the person's own. */
async function completed(
  known: SingleSignOn,
  questions: readonly (() => Promise<Partial<SingleSignOn>>)[],
): Promise<SingleSignOn> {
  let whole = known
  for (const ask of questions) {
    if (identityBasis(whole) !== null) break
    whole = { ...whole, ...(await ask()) }
  }
  return whole
}

async function verifiedAddressOf(directory: Directory, userId: string): Promise<string | null> {
  const person = await directory.person(userId)
  return person?.emailVerified ? person.email : null
}

async function grant(
  ports: SingleSignOnPorts,
  { login, subject, now }: SingleSignOnLogin,
  known: Known,
): Promise<void> {
  const { identity, sessionStartedAt, grant: before } = known
  if (identity === null || sessionStartedAt === null) return
  const isThere = before?.identity === identity.key && before.sessionStartedAt === sessionStartedAt
  if (isThere && before.endsAt > now) return
  await ports.store.grantBypass({
    keycloakSession: ports.identities.keycloakSession(login),
    subjectKey: subject.key,
    identity: identity.key,
    sessionStartedAt,
    endsAt: now + VERIFIED_MS,
  })
}

async function tell(
  ports: SingleSignOnPorts,
  { login, subject, origin, now }: SingleSignOnLogin,
  { identity }: Known,
  provider: IdentityProvider,
): Promise<void> {
  // Nothing is known of the account that the session began with, where another one is connected now.
  if (identity === null || identity.userName !== login.identityUserName) return
  if ((await ports.store.knownIdentity(subject.key, identity.key)) !== null) return
  const caller = { subject, origin }
  await ports.store.noteIdentity(
    { key: identity.key, subjectKey: subject.key, provider: provider.alias, trust: 'none', since: now },
    {
      audit: [auditEvent(ports.random, caller, 'unknown-identity-seen', now, { provider: provider.alias })],
      messages: [await outboxMessage(ports, caller, { kind: 'unknown-identity', at: now, provider: provider.name })],
    },
  )
}
