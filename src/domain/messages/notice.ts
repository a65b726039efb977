/** Something that happened to a person's second factor, and that they are told by mail. */
export type NoticeKind =
  | 'enabled'
  | 'turned-off'
  | 'method-changed'
  | 'backup-code-used'
  | 'backup-codes-regenerated'
  | 'few-backup-codes-left'
  | 'five-wrong-codes'

/** Where a request came from, as the person would recognise it. */
export interface RequestOrigin {
  /** `Firefox`, `Chrome` …; null when it did not say. */
  readonly browser: string | null
  /** `Windows`, `iOS` …; null when it did not say. */
  readonly system: string | null
  /** The network address as Express reports it. */
  readonly address: string | null
}

/** A notice before it is put into words. */
export interface Notice {
  readonly kind: NoticeKind
  readonly at: number
  readonly origin: RequestOrigin
  /** How many backup codes are left, where the notice is about them. */
  readonly left?: number
}
