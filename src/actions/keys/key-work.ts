import type { KeyStore, SealedKind, SealedText } from '../../ports/key-store.js'

/** What a long piece of work on keys is doing. */
export interface KeyProgress {
  readonly step: 'reseal' | 'count' | 'drop'
  readonly kind: SealedKind
  /** How many sealed texts of the kind were read so far, and how many were written. In step `drop`: people. */
  readonly read: number
  readonly written: number
}

/** How a long piece of work is watched, and ended between two batches: what is done stays done. */
export interface KeyWork {
  readonly onProgress?: (progress: KeyProgress) => void
  readonly signal?: AbortSignal
}

/** Everything that is sealed, in the order of what is lost without it. */
export const SEALED_KINDS: readonly SealedKind[] = ['enrolment', 'backup-code', 'pending-enrolment', 'message']

/** So many rows are read at once, and their texts committed together. */
export const PAGE = 500

/** The sealed texts of a kind, page by page, in constant memory. */
export async function* sealedPages(
  store: KeyStore,
  kind: SealedKind,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly SealedText[]> {
  let after: string | null = null
  do {
    signal?.throwIfAborted()
    const page: { texts: readonly SealedText[]; next: string | null } = await store.sealedTexts(kind, after, PAGE)
    yield page.texts
    after = page.next
  } while (after !== null)
}
