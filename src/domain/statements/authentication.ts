import type { KeycloakLogin } from '../sign-in/login.js'

/** What was asked after Keycloak's own login, or what stood in for it: a trusted device. */
export const SECOND_STEPS = ['totp', 'email', 'sms', 'backup-code', 'bypass-code', 'trusted-device'] as const

/** One of `SECOND_STEPS`. */
export type SecondStep = (typeof SECOND_STEPS)[number]

/** What Keycloak itself asked; `unknown` where our client scope is missing, or Keycloak names something else. */
export const FIRST_STEPS = ['password', 'single-sign-on', 'unknown'] as const

/** One of `FIRST_STEPS`. */
export type FirstStep = (typeof FIRST_STEPS)[number]

/** How a login was authenticated, in one word: its second step, or the first where there was no second. */
export type StatedMethod = SecondStep | FirstStep

/** The registered values (RFC 8176 section 2, IANA "Authentication Method Reference Values") that are ever claimed. */
export const AMR_VALUES = ['pwd', 'otp', 'sms', 'mfa'] as const

/** One of `AMR_VALUES`. */
export type Amr = (typeof AMR_VALUES)[number]

/** How a login was authenticated. */
export interface Authentication {
  readonly method: StatedMethod
  readonly amr: readonly Amr[]
  /** The alias of the identity provider, where the person came through one. */
  readonly provider?: string
}

/**
 * What a second step adds to the password. Only what the person has and no mailbox or number can be redirected to proves
 * a second factor; whoever reads the mails may also have reset the password by mail (NIST SP 800-63B-4 section 3.1.3.1).
 */
const PROVES: Readonly<Record<SecondStep, { readonly amr: readonly Amr[]; readonly secondFactor: boolean }>> = {
  totp: { amr: ['otp'], secondFactor: true },
  'backup-code': { amr: ['otp'], secondFactor: true },
  email: { amr: ['otp'], secondFactor: false },
  sms: { amr: ['sms'], secondFactor: false },
  'bypass-code': { amr: ['otp'], secondFactor: false },
  'trusted-device': { amr: [], secondFactor: false },
}

/**
 * Turns what is known of a login into a method and its `amr` values; `second` is null where no second step was done.
 *
 * Nothing is claimed that was not seen. RFC 8176 has no value for single sign-on, and how the provider recognised the
 * person is its own knowledge: such a login claims no `pwd`, and so no `mfa` either, whatever came after it.
 */
export function authenticationOf(
  login: Pick<KeycloakLogin, 'identityProvider' | 'bridge' | 'amr'>,
  second: SecondStep | null,
): Authentication {
  const first = firstStepOf(login)
  const amr: Amr[] = first === 'password' ? ['pwd'] : []
  if (second !== null) amr.push(...PROVES[second].amr)
  if (first === 'password' && second !== null && PROVES[second].secondFactor) amr.push('mfa')
  return {
    method: second ?? first,
    amr,
    ...(login.identityProvider !== undefined && { provider: login.identityProvider }),
  }
}

/** A realm may be set up to ask for something else than a password, and then to say so in its own `amr`. */
function firstStepOf({ identityProvider, bridge, amr }: Parameters<typeof authenticationOf>[0]): FirstStep {
  if (identityProvider !== undefined) return 'single-sign-on'
  return bridge !== undefined && (amr.length === 0 || amr.includes('pwd')) ? 'password' : 'unknown'
}
