import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash, KeyIds, Random, Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import { newBackupCodes } from '../backup-codes/new-backup-codes.js'
import { auditEvent, NOBODY, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'
import type { KeyWork } from './key-work.js'
import { ownerPages } from './report-keys.js'

/** What dropping needs. */
export interface DropPorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly keyedHash: KeyedHash
  readonly random: Random
  readonly clock: Clock
  readonly keys: KeyIds
}

/**
 * Gives everybody whose backup codes only this key finds ten new ones in place of theirs, and mails them: after that the
 * key holds no hash any more. Returns of how many people. Ended and run again, it goes on with those who are left.
 *
 * Throws `ERR_2FA_CONFLICT` for the first key, which makes new hashes all the time.
 */
export function dropKey(ports: DropPorts) {
  return async (keyId: string, { onProgress, signal }: KeyWork = {}): Promise<number> => {
    if (keyId === ports.keys.first) {
      const cure = 'Put another key in front of it in every process first.'
      throw new TwoFactorError('ERR_2FA_CONFLICT', `The key ${JSON.stringify(keyId)} seals. ${cure}`)
    }
    let read = 0
    let written = 0
    for await (const owners of ownerPages(ports.store, keyId, signal)) {
      for (const { subject } of owners) {
        signal?.throwIfAborted()
        read += 1
        if (await replaceCodes(ports, keyId, subject)) written += 1
      }
      onProgress?.({ step: 'drop', kind: 'backup-code', read, written })
    }
    return written
  }
}

/** False where the person has made new codes meanwhile, or turned it off. */
function replaceCodes(
  ports: DropPorts,
  keyId: string,
  subject: { readonly key: string; readonly issuer: string; readonly userId: string },
): Promise<boolean> {
  const affected = { subject, origin: NOBODY }
  return settleAgain(async () => {
    // No verified session matters here, and none has the subject's own key.
    const state = await ports.store.load(subject.key, subject.key)
    const codes = await ports.store.backupCodes(subject.key)
    const isStill = codes.some((code) => code.keyId === keyId && code.usedAt === null)
    if (!isStill || state.enrolment === null) return { settlement: 'settled', answer: false }
    const at = ports.clock.at(state.databaseTime)
    const settlement = await ports.store.replaceBackupCodes(
      { subjectKey: subject.key, version: state.attempts.version, epoch: state.epoch },
      {
        backupCodes: await newBackupCodes(ports, subject.key, at),
        effects: {
          audit: [auditEvent(ports.random, affected, 'backup-codes-dropped', at, { key: keyId })],
          messages: [await outboxMessage(ports, affected, { kind: 'backup-codes-dropped', at })],
        },
      },
    )
    return { settlement, answer: true }
  })
}
