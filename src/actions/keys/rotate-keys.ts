import { parseBackupCode } from '../../domain/backup-codes/backup-code.js'
import type { KeyUse } from '../../domain/keys/key-use.js'
import { TwoFactorError } from '../../errors.js'
import type { KeyedHash, Sealer } from '../../ports/crypto.js'
import type { Resealed, SealedKind, SealedText } from '../../ports/key-store.js'
import { type KeyWork, SEALED_KINDS, sealedPages } from './key-work.js'
import { openSealed, sealContext } from './open-sealed.js'
import { type ReportPorts, reportKeys } from './report-keys.js'

/** What rotating has done, and what each key still holds afterwards. */
export interface KeyRotation {
  readonly resealed: number
  /** Sealed texts that no key of the options opens; they stay as they are. */
  readonly unreadable: number
  readonly keys: readonly KeyUse[]
}

/**
 * Puts everything that is sealed under the first key, and the hashes of backup codes of which a sealed copy exists. Each
 * text is replaced by compare-and-set, so people sign in meanwhile as ever; ended anywhere and run again, it goes on with
 * what is left. The report afterwards says which keys are still needed.
 *
 * Throws `ERR_2FA_CONFIGURATION` where the first key does not open what is sealed with it: nothing is written then.
 */
export function rotateKeys(ports: ReportPorts & { keyedHash: KeyedHash }) {
  const report = reportKeys(ports)
  return async (work: KeyWork = {}): Promise<KeyRotation> => {
    await requireFirstKey(ports, work)
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
  kept: SealedText,
): Promise<Resealed | null> {
  const text = await openSealed(sealer, kind, kept)
  if (text === null) return null
  const again: Resealed = { id: kept.id, from: kept.sealed, to: await sealer.seal(text, sealContext(kind, kept)) }
  return kind === 'backup-code' ? { ...again, hash: keyedHash.hash('backup-code', parseBackupCode(text)) } : again
}

/**
 * The same id may have other bytes in the application: what is put under them, the application could not open any more.
 * A text that was damaged says nothing, so one that opens is enough.
 */
async function requireFirstKey({ store, sealer, keys }: ReportPorts, { signal }: KeyWork): Promise<void> {
  for (const kind of SEALED_KINDS) {
    for await (const page of sealedPages(store, kind, signal)) {
      const sealedWithIt = page.filter(({ sealed }) => sealer.keyIdOf(sealed) === keys.first)
      for (const text of sealedWithIt) if ((await openSealed(sealer, kind, text)) !== null) return
      if (sealedWithIt.length > 0) throw wrongKey(keys.first)
    }
  }
}

function wrongKey(id: string): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_CONFIGURATION',
    `The first of option "secretKeys", ${JSON.stringify(id)}, does not open what is sealed with it: here its key is another one than in the application. Nothing was changed. Give it the same key everywhere.`,
  )
}
