import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'

/**
 * Settles the prompt to keep the backup codes that were made at `createdAt`; doing so again changes nothing, nor does it
 * where newer ones were made since: those the person has not seen. `readable`: whether the readable copies stay.
 */
export function saveBackupCodes(ports: { store: Store; random: Random; clock: Clock }) {
  return async (
    caller: Caller,
    { createdAt, how, readable }: { createdAt: number; how: 'download' | 'said'; readable: 'until-saved' | 'always' },
  ): Promise<void> => {
    const now = ports.clock.at(await ports.store.databaseTime())
    const audit = [auditEvent(ports.random, caller, 'backup-codes-saved', now, { how })]
    await ports.store.markBackupCodesSaved(caller.subject.key, {
      createdAt,
      savedAt: now,
      copiesStay: readable === 'always',
      effects: { audit, messages: [] },
    })
  }
}
