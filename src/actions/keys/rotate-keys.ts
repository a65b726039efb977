import { parseBackupCode } from '../../domain/backup-codes/backup-code.js'
import type { KeyUse } from '../../domain/keys/key-use.js'
import { isTwoFactorError } from '../../errors.js'
import type { KeyedHash, SealContext, Sealer } from '../../ports/crypto.js'
import type { Resealed, SealedKind, SealedText } from '../../ports/key-store.js'
import { type KeyWork, SEALED_KINDS, sealedPages } from './key-work.js'
import { type ReportPorts, reportKeys } from './report-keys.js'

/** What rotating has done, and what each key still holds afterwards. */
export interface KeyRotation {
  readonly resealed: number
  /** Sealed texts that no key of the options opens; they stay as they are. */
  readonly unreadable: number
  readonly keys: readonly KeyUse[]
}

const PURPOSE = {
  enrolment: 'enrolment-secret',
  'pending-enrolment': 'pending-secret',
  'backup-code': 'backup-code',
  message: 'message',
} satisfies Record<SealedKind, SealContext['purpose']>

/**
 * Puts everything that is sealed under the first key, and the hashes of backup codes of which a sealed copy exists. Each
 * text is replaced by compare-and-set, so people sign in meanwhile as ever; ended anywhere and run again, it goes on with
 * what is left. The report afterwards says which keys are still needed.
 */
export function rotateKeys(ports: ReportPorts & { keyedHash: KeyedHash }) {
  const report = reportKeys(ports)
  return async (work: KeyWork = {}): Promise<KeyRotation> => {
    let resealed = 0
    let unreadable = 0
    for (const kind of SEALED_KINDS) {
      let read = 0
      let written = 0
      for await (const page of sealedPages(ports.store, kind, work.signal)) {
        const stale = page.filter(({ sealed }) => ports.sealer.keyIdOf(sealed) !== ports.keys.first)
        const made = await Promise.all(stale.map((text) => reseal(ports, kind, text)))
        const ready = made.filter((one) => one !== null)
        if (ready.length > 0) written += await ports.store.reseal(kind, ready)
        unreadable += made.length - ready.length
        read += page.length
        work.onProgress?.({ step: 'reseal', kind, read, written })
      }
      resealed += written
    }
    return { resealed, unreadable, keys: await report(work) }
  }
}

/** Null where it cannot be opened. */
async function reseal(
  { sealer, keyedHash }: { sealer: Sealer; keyedHash: KeyedHash },
  kind: SealedKind,
  { id, subjectKey, sealed }: SealedText,
): Promise<Resealed | null> {
  const context = { subjectKey, purpose: PURPOSE[kind] }
  try {
    const text = await sealer.open(sealed, context)
    const again: Resealed = { id, from: sealed, to: await sealer.seal(text, context) }
    return kind === 'backup-code' ? { ...again, hash: keyedHash.hash('backup-code', parseBackupCode(text)) } : again
  } catch (error) {
    if (isTwoFactorError(error) && error.code === 'ERR_2FA_SECRET_UNREADABLE') return null
    throw error
  }
}
