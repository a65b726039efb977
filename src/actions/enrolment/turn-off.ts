import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, Random, Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'
import type { PolicyOfLogin } from '../tenant-policy/policy-of-login.js'

/**
 * Deletes the caller's second factor with everything that belongs to it; every session is judged anew.
 * Throws `ERR_2FA_FORBIDDEN` where the policy requires one, `ERR_2FA_CONFLICT` where there is none.
 */
export function turnOff(ports: {
  store: Store
  identities: Identities
  sealer: Sealer
  random: Random
  clock: Clock
  policyOf: PolicyOfLogin
}) {
  return async (caller: Caller): Promise<void> => {
    if ((await ports.policyOf(caller.login)).requirement === 'required') {
      throw new TwoFactorError(
        'ERR_2FA_FORBIDDEN',
        'The policy requires two-factor authentication; it cannot be turned off.',
      )
    }
    await settleAgain(async () => {
      const subjectKey = caller.subject.key
      const state = await ports.store.load(subjectKey, ports.identities.session(caller.login))
      if (state.enrolment === null) {
        throw new TwoFactorError('ERR_2FA_CONFLICT', 'Two-factor authentication is off already.')
      }
      const now = ports.clock.at(state.databaseTime)
      const settlement = await ports.store.turnOff(
        { subjectKey, version: state.attempts.version, epoch: state.epoch },
        {
          revokedAt: now,
          effects: {
            audit: [auditEvent(ports.random, caller, 'turned-off', now, { method: state.enrolment.method })],
            messages: [await outboxMessage(ports, caller, { kind: 'turned-off', at: now }, state.enrolment)],
          },
        },
      )
      return { settlement, answer: undefined }
    })
  }
}
