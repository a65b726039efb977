import type { FederatedIdentity, IdentityTrust } from '../../domain/single-sign-on/identity.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Random, Sealer } from '../../ports/crypto.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { accountsIn } from '../single-sign-on/accounts-in.js'
import type { AccountPorts } from './list-accounts.js'

/** What changing accounts needs. */
export interface AccountChangePorts extends AccountPorts {
  readonly random: Random
  readonly sealer: Sealer
  readonly clock: Clock
}

/**
 * Notes that the caller's account at a provider is their own: they have just connected it, or confirm one that is there.
 * Whether Keycloak has it is asked of Keycloak, never taken from the browser. `afterSecondStep`: the caller has given a
 * code for it; without one, as for whoever has no second factor, the account is noted and not trusted.
 *
 * The person is mailed. False, and nothing is noted, where Keycloak has no such account; `userName`: it must be called so.
 */
export function connectAccount(ports: AccountChangePorts) {
  return async (
    caller: Caller,
    provider: string,
    { afterSecondStep, userName }: { readonly afterSecondStep: boolean; readonly userName?: string | undefined },
  ): Promise<boolean> => {
    const identity = await connectedAt(ports, caller, provider)
    if (identity === null || (userName !== undefined && identity.userName !== userName)) return false
    const { subject, login } = caller
    const key = ports.identities.identity(subject.key, identity)
    const before = await ports.store.knownIdentity(subject.key, key)
    const trust: IdentityTrust = afterSecondStep ? 'connected' : 'none'
    if (before !== null && (before.trust === trust || before.trust !== 'none')) return true
    await ports.store.register(subject, login.locale)
    const now = ports.clock.at(await ports.store.databaseTime())
    const name = await providerName(ports, provider)
    await ports.store.trustIdentity(
      { key, subjectKey: subject.key, provider, trust, since: now },
      {
        audit: [auditEvent(ports.random, caller, 'account-connected', now, { provider, trust })],
        messages: [await outboxMessage(ports, caller, { kind: 'account-connected', at: now, provider: name })],
      },
    )
    return true
  }
}

/** The caller's account at a provider, as Keycloak knows it now; null where there is none. */
async function connectedAt(
  { directory }: AccountPorts,
  { login }: Pick<Caller, 'login'>,
  provider: string,
): Promise<FederatedIdentity | null> {
  const identities = (await accountsIn(directory)?.identitiesOf(login.userId)) ?? []
  return identities.find((identity) => identity.provider === provider) ?? null
}

/** What a provider is called. */
export async function providerName({ directory }: AccountPorts, alias: string): Promise<string> {
  return (await accountsIn(directory)?.identityProvider(alias))?.name ?? alias
}

/** Of somebody else, or of nobody: which of the two is nobody's business. */
export function noSuchAccount(): TwoFactorError {
  return new TwoFactorError('ERR_2FA_NOT_FOUND', 'There is no such account or provider.')
}
