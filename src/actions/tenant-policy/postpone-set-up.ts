import { spendGrace } from '../../domain/tenant-policy/grace.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'
import { settleAgain } from '../settle-again.js'
import type { PolicyOfLogin } from './policy-of-login.js'
import { type GracePorts, readGrace } from './read-grace.js'

/**
 * Lets this login of the caller through without a second factor, by a login of the grace of each tenant that requires
 * one. A login spends one at most, however often it asks. Throws `ERR_2FA_FORBIDDEN` where nothing is left.
 */
export function postponeSetUp(
  ports: GracePorts & { store: Store; random: Random; clock: Clock; policyOf: PolicyOfLogin },
) {
  const read = readGrace(ports)
  return async ({ login, subject, origin }: Caller): Promise<void> => {
    const policy = await ports.policyOf(login)
    const session = ports.identities.session(login)
    await settleAgain(async () => {
      const now = ports.clock.at(await ports.store.databaseTime())
      const { standing, used } = await read(login, subject.key, policy, now)
      if (standing.spent !== null) return { settlement: 'settled', answer: undefined }
      if (standing.left === null) {
        throw new TwoFactorError('ERR_2FA_FORBIDDEN', 'Set-up cannot be put off any more. Set up a second factor now.')
      }
      const spent = used
        .filter(({ before }) => !before?.spentBy.includes(session))
        .map(({ tenantId, before }) => ({ before, after: spendGrace(before, tenantId, session, now) }))
      const audit = [auditEvent(ports.random, { subject, origin }, 'set-up-postponed', now)]
      return {
        settlement: await ports.store.spendGraces(subject.key, spent, { audit, messages: [] }),
        answer: undefined,
      }
    })
  }
}
