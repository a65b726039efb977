import type { Subject } from '../../domain/sign-in/login.js'
import type { Actor } from '../context.js'
import { type AccountChangePorts, noSuchAccount, providerName } from '../linked-accounts/connect-account.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { accountsIn } from '../single-sign-on/accounts-in.js'

/**
 * Approves a person's connected account, so that single sign-on with it stands in for the code. The person is mailed.
 * `userName`: the account as it was shown. Throws `ERR_2FA_NOT_FOUND` where Keycloak has no such account of theirs.
 */
export function approveAccount(ports: AccountChangePorts) {
  return async (
    actor: Actor,
    subject: Subject,
    { provider, userName }: { readonly provider: string; readonly userName: string | undefined },
  ): Promise<void> => {
    const connected = (await accountsIn(ports.directory)?.identitiesOf(subject.userId)) ?? []
    // It may have been exchanged since the administrator saw it.
    const identity = connected.find((one) => one.provider === provider && one.userName === userName)
    if (identity === undefined) throw noSuchAccount()
    const key = ports.identities.identity(subject.key, identity)
    if (((await ports.store.knownIdentity(subject.key, key))?.trust ?? 'none') !== 'none') return
    const now = ports.clock.at(await ports.store.databaseTime())
    const name = await providerName(ports, provider)
    await ports.store.trustIdentity(
      { key, subjectKey: subject.key, provider, trust: 'approved', since: now },
      {
        audit: [auditEventBy(ports.random, actor, subject, 'account-approved', now, { provider })],
        messages: [await outboxMessageBy(ports, subject, { kind: 'account-approved', at: now, provider: name })],
      },
    )
  }
}
