import { isWithin } from '../../domain/sign-in/mark.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, KeyedHash, Random, Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'
import { newBackupCodes } from './new-backup-codes.js'

/** Codes so new are not made anew: a form sent twice, or a loop that floods the mailbox. In ms. */
const NEW_MS = 60_000

/** Makes ten new backup codes; the old ones die at once. Within a minute of the last ones nothing happens. Throws `ERR_2FA_CONFLICT` where nothing is enrolled. */
export function regenerateBackupCodes(ports: {
  store: Store
  identities: Identities
  sealer: Sealer
  keyedHash: KeyedHash
  random: Random
  clock: Clock
}) {
  return async (caller: Caller): Promise<void> =>
    settleAgain(async () => {
      const subjectKey = caller.subject.key
      const state = await ports.store.load(subjectKey, ports.identities.session(caller.login))
      if (state.enrolment === null) {
        throw new TwoFactorError('ERR_2FA_CONFLICT', 'There are no backup codes without two-factor authentication.')
      }
      const now = ports.clock.at(state.databaseTime)
      const [last] = await ports.store.backupCodes(subjectKey)
      if (last !== undefined && isWithin(last.createdAt, NEW_MS, now))
        return { settlement: 'settled', answer: undefined }
      const settlement = await ports.store.replaceBackupCodes(
        { subjectKey, version: state.attempts.version, epoch: state.epoch },
        {
          backupCodes: await newBackupCodes(ports, subjectKey, now),
          effects: {
            audit: [auditEvent(ports.random, caller, 'backup-codes-regenerated', now)],
            messages: [await outboxMessage(ports, caller, { kind: 'backup-codes-regenerated', at: now })],
          },
        },
      )
      return { settlement, answer: undefined }
    })
}
