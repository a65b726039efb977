/** What `doctor` looks at, in its order. */
export const TOPICS = [
  'database',
  'keys',
  'keycloak',
  'clocks',
  'service-account',
  'installation',
  'tokens',
  'application',
  'messages',
  'policies',
  'identity-providers',
  'own-otp',
] as const

/** One thing that `doctor` looks at. */
export type Topic = (typeof TOPICS)[number]

/** Something that is wrong. */
export interface Finding {
  /** `error`: people can't sign in, or a promise of security does not hold; `warning`: all works, and yet it should be seen to. */
  readonly level: 'error' | 'warning'
  readonly what: string
  readonly cure: string
}

/** What was seen of one topic. */
export interface Examination {
  readonly topic: Topic
  readonly findings: readonly Finding[]
  /** What is worth knowing, and not wrong. */
  readonly notes: readonly string[]
  /** What could not be looked at, and what that needs; null where nothing was left out. */
  readonly notLookedAt: string | null
}

/** A finding because of which people can't sign in, or a promise of security does not hold. */
export const error = (what: string, cure: string): Finding => ({ level: 'error', what, cure })

/** A finding that should be seen to. */
export const warning = (what: string, cure: string): Finding => ({ level: 'warning', what, cure })
