import type { FederatedIdentity } from '../../domain/single-sign-on/identity.js'
import { TwoFactorError } from '../../errors.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { accountsIn } from '../single-sign-on/accounts-in.js'
import { type AccountChangePorts, noSuchAccount, providerName } from './connect-account.js'
import { opens } from './opens.js'

/**
 * Disconnects the caller's account at a provider in Keycloak, forgets it, and has every session judged anew that came by
 * it. The person is mailed.
 *
 * Throws `ERR_2FA_NOT_FOUND` where there is none, `ERR_2FA_CONFLICT` where it is the last way to sign in: Keycloak itself
 * would take that away. So it does where two accounts are disconnected at the same moment, each of which sees the other
 * one: whoever finds no way left afterwards, or cannot find out, connects theirs again.
 *
 * Where the account is gone from Keycloak and still known here, an earlier call broke off in between: this one ends it.
 */
export function disconnectAccount(ports: AccountChangePorts) {
  return async (caller: Caller, provider: string): Promise<void> => {
    const { subject, login } = caller
    const accounts = accountsIn(ports.directory)
    if (accounts === null) throw noSuchAccount()
    const connected = await accounts.identitiesOf(login.userId)
    const identity = connected.find((one) => one.provider === provider)
    if (identity === undefined) {
      const known = (await ports.store.knownIdentities(subject.key)).filter((one) => one.provider === provider)
      if (known.length === 0) throw noSuchAccount()
      const name = await providerName(ports, provider)
      for (const { key } of known) await forget(ports, caller, { provider, name, key })
      return
    }
    if (!(await hasWayIn(accounts, login.userId, connected, provider))) throw lastWayIn()
    const name = await providerName(ports, provider)
    await ports.store.register(subject, login.locale)
    await accounts.disconnect(login.userId, provider)
    try {
      const left = await accounts.identitiesOf(login.userId)
      if (!(await hasWayIn(accounts, login.userId, left, provider))) throw lastWayIn()
    } catch (error) {
      await accounts.connect(login.userId, identity)
      throw error
    }
    await forget(ports, caller, { provider, name, key: ports.identities.identity(subject.key, identity) })
  }
}

async function forget(
  ports: AccountChangePorts,
  caller: Caller,
  { provider, name, key }: { readonly provider: string; readonly name: string; readonly key: string },
): Promise<void> {
  const now = ports.clock.at(await ports.store.databaseTime())
  await ports.store.forgetIdentity(caller.subject.key, key, {
    audit: [auditEvent(ports.random, caller, 'account-disconnected', now, { provider })],
    messages: [await outboxMessage(ports, caller, { kind: 'account-disconnected', at: now, provider: name })],
  })
}

/** Whether the person can sign in without this provider. */
async function hasWayIn(
  accounts: Accounts,
  userId: string,
  identities: readonly FederatedIdentity[],
  without: string,
): Promise<boolean> {
  const others = identities.filter(({ provider }) => provider !== without)
  return (await opens(accounts, others)).length > 0 || (await accounts.hasPassword(userId))
}

function lastWayIn(): TwoFactorError {
  const cure = 'Connect another account first, or set a password.'
  return new TwoFactorError('ERR_2FA_CONFLICT', `This account is your only way to sign in. ${cure}`)
}
