import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import {
  type AcrLevels,
  isStrongLogin,
  type WeakAcceptance,
  weakAcceptance,
} from '../../domain/sign-in/strong-login.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import { isTwoFactorError } from '../../errors.js'
import type { AuthenticationLevels } from '../../ports/authentication-levels.js'

/** What judging Keycloak's own second steps needs. */
export interface StrengthPorts {
  readonly directory: Partial<AuthenticationLevels>
}

type Accepted = TenantPolicy['acceptKeycloak']

/** Whether a login is strong by itself. Keycloak is asked for its levels only where one of the named values is there. */
export function readStrength({ directory }: StrengthPorts) {
  return async (login: KeycloakLogin, accepted: Accepted): Promise<boolean> => {
    // By what was entered alone: without the realm's levels no `acr` counts, not even a number.
    if (isStrongLogin(login, accepted, null)) return true
    if (login.acr === null || !accepted.acr.includes(login.acr)) return false
    return isStrongLogin(login, accepted, await levelsOf(directory))
  }
}

/** What is wrong with the values of Keycloak's that a policy accepts; null: nothing. */
export function objectionTo({ directory }: StrengthPorts) {
  return async ({ acceptKeycloak }: TenantPolicy): Promise<WeakAcceptance | null> =>
    weakAcceptance(acceptKeycloak, acceptKeycloak.acr.length > 0 ? await levelsOf(directory) : {})
}

/** Null where they cannot be read: no value is accepted then. */
async function levelsOf(directory: Partial<AuthenticationLevels>): Promise<AcrLevels | null> {
  try {
    return (await directory.acrLevels?.()) ?? null
  } catch (error) {
    if (isTwoFactorError(error) && error.code === 'ERR_2FA_DIRECTORY') return null
    throw error
  }
}
