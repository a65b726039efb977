/** Everything that a person is told of by mail. */
export const NOTICE_KINDS = [
  'enabled',
  'imported',
  'turned-off',
  'reset',
  'method-changed',
  'backup-code-used',
  'backup-codes-regenerated',
  'backup-codes-dropped',
  'few-backup-codes-left',
  'five-wrong-codes',
  'trusted-device-added',
  'trusted-device-stolen',
  'trusted-devices-revoked',
  'account-connected',
  'account-disconnected',
  'unknown-identity',
  'account-approved',
  'bypass-code-issued',
  'bypass-code-used',
  'unlocked',
  'sessions-revoked',
  'policy-requires',
  'policy-turned-off',
] as const

/** Something that happened to a person's second factor, or will be asked of them, and that they are told by mail. */
export type NoticeKind = (typeof NOTICE_KINDS)[number]

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
  /** The name of the trusted device that it is about. */
  readonly device?: string
  /** The name of the identity provider that it is about. */
  readonly provider?: string
  /** The name of the tenant whose policy it is about. */
  readonly tenant?: string
  /** From when what is told applies, in ms; left out where it already does. */
  readonly from?: number
  /** Until when what is told applies, in ms. */
  readonly until?: number
}

/** Who did what a notice tells of: the person, or whoever acts as them; an administrator; the policy itself; or the application. */
export type NoticeCause = 'person' | 'administrator' | 'policy' | 'application'

const CAUSES: { readonly [Kind in NoticeKind]?: NoticeCause } = {
  reset: 'administrator',
  'bypass-code-issued': 'administrator',
  unlocked: 'administrator',
  'account-approved': 'administrator',
  'sessions-revoked': 'administrator',
  'trusted-devices-revoked': 'administrator',
  imported: 'application',
  'backup-codes-dropped': 'application',
  'policy-requires': 'policy',
  'policy-turned-off': 'administrator',
}

/** Who did it. What an administrator did tells nothing of their browser and address: those are not the person's business. */
export function noticeCause(kind: NoticeKind): NoticeCause {
  return CAUSES[kind] ?? 'person'
}
