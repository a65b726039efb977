import { count, type KeyCounts, type KeyUse, keyUses } from '../../domain/keys/key-use.js'
import type { KeyIds, Sealer } from '../../ports/crypto.js'
import type { KeyStore, SealedText } from '../../ports/key-store.js'
import { type KeyWork, PAGE, SEALED_KINDS, sealedPages } from './key-work.js'
import { openSealed } from './open-sealed.js'

/** What reporting needs. */
export interface ReportPorts {
  readonly store: KeyStore
  readonly sealer: Sealer
  readonly keys: KeyIds
}

/**
 * Tells of every key what it still holds: by reading everything that is sealed, page by page. Of each page one text a key
 * is opened, because a key's id says nothing of its bytes.
 */
export function reportKeys({ store, sealer, keys }: ReportPorts) {
  return async ({ onProgress, signal }: KeyWork = {}): Promise<readonly KeyUse[]> => {
    let counts: KeyCounts = new Map()
    const wrong = new Set<string>()
    for (const kind of SEALED_KINDS) {
      let read = 0
      for await (const page of sealedPages(store, kind, signal)) {
        const tried = new Map<string, SealedText>()
        for (const text of page) {
          const id = sealer.keyIdOf(text.sealed) ?? '?'
          counts = count(counts, id, { sealed: 1 })
          if (keys.ids.includes(id)) tried.set(id, text)
        }
        for (const [id, text] of tried) if ((await openSealed(sealer, kind, text)) === null) wrong.add(id)
        read += page.length
        onProgress?.({ step: 'count', kind, read, written: 0 })
      }
    }
    for (const id of await store.hashKeyIds()) {
      for await (const owners of ownerPages(store, id, signal)) {
        const backupCodes = owners.reduce((sum, { codes }) => sum + codes, 0)
        counts = count(counts, id, { backupCodes, people: owners.length })
      }
    }
    return keyUses(keys, counts, wrong)
  }
}

/** The people whose unused backup codes a key's hashes find, page by page. */
export async function* ownerPages(store: KeyStore, keyId: string, signal: AbortSignal | undefined) {
  let after: string | null = null
  for (;;) {
    signal?.throwIfAborted()
    const owners: Awaited<ReturnType<KeyStore['hashOwners']>> = await store.hashOwners(keyId, after, PAGE)
    if (owners.length > 0) yield owners
    if (owners.length < PAGE) return
    after = owners.at(-1)?.subject.key ?? null
  }
}
