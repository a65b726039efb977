import type { AcrLevels } from '../../domain/sign-in/strong-login.js'
import type { AuthenticationLevels } from '../../ports/authentication-levels.js'
import { type AdminApi, notKeycloak } from './admin-api.js'
import { kept } from './kept.js'

/** The realm's attribute that holds its "ACR to LoA Mapping", as JSON: `{"silver":"1","gold":"2"}`. */
const MAPPING = 'acr.loa.map'

/** What the realm's `acr` values are worth. */
export function authenticationLevels({ ask }: AdminApi, realm: string): AuthenticationLevels {
  const keep = kept<AcrLevels>()
  return {
    acrLevels: () =>
      keep('', () =>
        ask({ what: 'the realm', role: 'view-realm' }, async (client) => {
          const found = await client.realms.findOne({ realm })
          if (!found?.realm) throw notKeycloak('the realm')
          return levelsIn(found.attributes?.[MAPPING])
        }),
      ),
  }
}

function levelsIn(mapping: unknown): AcrLevels {
  if (mapping === undefined || mapping === null || mapping === '') return {}
  const read: unknown = typeof mapping === 'string' ? parsed(mapping) : undefined
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw notKeycloak('the levels of acr values')
  return Object.fromEntries(
    Object.entries(read).map(([acr, level]) => {
      if (!/^\d{1,3}$/.test(String(level))) throw notKeycloak('the levels of acr values')
      return [acr, Number(level)]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
