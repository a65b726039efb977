/** What is kept sealed, a table each. */
export type SealedKind = 'enrolment' | 'pending-enrolment' | 'backup-code' | 'message'

/** One sealed text where it is kept; `id` is what pages go by. */
export interface SealedText {
  readonly id: string
  readonly subjectKey: string
  readonly sealed: string
}

/** A sealed text in the place of another. */
export interface Resealed {
  readonly id: string
  /** What must still be there. */
  readonly from: string
  readonly to: string
  /** The hash that goes with a backup code. */
  readonly hash?: { readonly keyId: string; readonly hash: string }
}

/** A person with unused backup codes that one key's hashes find. */
export interface HashOwner {
  readonly subject: { readonly key: string; readonly issuer: string; readonly userId: string }
  readonly codes: number
}

/** Keys: what each of them still holds, read a page at a time, and put under another one. */
export interface KeyStore {
  /**
   * The sealed texts of a kind among the next `limit` rows after `after` (null: from the start), by id. `next` is where
   * the next page begins; null: there is none. Rows that come meanwhile may be missed.
   */
  sealedTexts(
    kind: SealedKind,
    after: string | null,
    limit: number,
  ): Promise<{ readonly texts: readonly SealedText[]; readonly next: string | null }>
  /** Replaces sealed texts, each by compare-and-set on its own, and says how many: nobody's judgement is overtaken by it. */
  reseal(kind: SealedKind, texts: readonly Resealed[]): Promise<number>
  /** The ids of the keys that made hashes of backup codes, used ones included. */
  hashKeyIds(): Promise<readonly string[]>
  /** The next `limit` people after the subject `after` (null: from the start) with unused backup codes hashed by a key. */
  hashOwners(keyId: string, after: string | null, limit: number): Promise<readonly HashOwner[]>
}
