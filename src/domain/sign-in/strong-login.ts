import type { TenantPolicy } from '../tenant-policy/tenant-policy.js'
import type { KeycloakLogin } from './login.js'

/** The levels of authentication that `acr` values stand for: the realm's "ACR to LoA Mapping". */
export type AcrLevels = Readonly<Record<string, number>>

/** In Keycloak a password alone is level 1, and a session that was merely found again is level 0. */
const STRONG = 2

/** What Keycloak says in `amr` of things that a second step is to be added to (RFC 8176 section 2). */
const FIRST_FACTORS = ['pwd', 'pin', 'kba', 'user']

/**
 * Whether Keycloak itself asked for so much that the tenant takes it for the second step: an exact value of `acr` or `amr`
 * that it names. `levels` null: they could not be read, so that no `acr` counts.
 *
 * Never at a sign-in through an identity provider, to which Keycloak gives the default `acr` whatever was asked.
 */
export function isStrongLogin(
  { bridge, identityProvider, acr, amr }: Pick<KeycloakLogin, 'bridge' | 'identityProvider' | 'acr' | 'amr'>,
  accepted: TenantPolicy['acceptKeycloak'],
  levels: AcrLevels | null,
): boolean {
  if (bridge === undefined || identityProvider !== undefined) return false
  if (amr.some((value) => accepted.amr.includes(value) && !FIRST_FACTORS.includes(value))) return true
  return acr !== null && accepted.acr.includes(acr) && (levelOf(acr, levels) ?? 0) >= STRONG
}

/** A field of a policy whose values prove too little, and what is wrong with them in plain words. */
export interface WeakAcceptance {
  readonly field: 'acceptKeycloak.acr' | 'acceptKeycloak.amr'
  readonly text: string
}

/** What is wrong with the values that a policy accepts; null: nothing. */
export function weakAcceptance(
  { acr, amr }: TenantPolicy['acceptKeycloak'],
  levels: AcrLevels | null,
): WeakAcceptance | null {
  const ofAcr = (text: string): WeakAcceptance => ({ field: 'acceptKeycloak.acr', text })
  if (acr.length > 0 && levels === null)
    return ofAcr('The realm’s "ACR to LoA Mapping" can’t be read now. Try again later.')
  for (const value of acr) {
    const level = levelOf(value, levels)
    const named = `The acr value "${value}"`
    if (level === null)
      return ofAcr(`${named} is not in the realm’s "ACR to LoA Mapping". Add it there, with level 2 or more.`)
    if (level < STRONG)
      return ofAcr(`${named} stands for level ${level}, which a password alone reaches. Name one of level 2 or more.`)
  }
  const weak = amr.find((value) => FIRST_FACTORS.includes(value))
  if (weak === undefined) return null
  const text = `The amr value "${weak}" stands for a first factor. Name one of a second, such as "otp".`
  return { field: 'acceptKeycloak.amr', text }
}

/** A number is a level by itself, unless the realm says otherwise. */
function levelOf(acr: string, levels: AcrLevels | null): number | null {
  if (levels === null) return null
  if (Object.hasOwn(levels, acr)) return levels[acr] ?? null
  return /^\d{1,3}$/.test(acr) ? Number(acr) : null
}
