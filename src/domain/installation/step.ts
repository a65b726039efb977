import type { ClientScope, ProtocolMapper } from './manifest.js'

/** One change of the realm, which is whole or not at all. Holds no secret. */
export type Step =
  | { readonly kind: 'create-client-scope'; readonly scope: ClientScope }
  | { readonly kind: 'update-client-scope'; readonly scope: Omit<ClientScope, 'protocolMappers'> }
  | { readonly kind: 'remove-client-scope'; readonly name: string }
  | { readonly kind: 'add-mapper'; readonly scope: string; readonly mapper: ProtocolMapper }
  | { readonly kind: 'update-mapper'; readonly scope: string; readonly mapper: ProtocolMapper }
  | { readonly kind: 'remove-mapper'; readonly scope: string; readonly name: string }
  | { readonly kind: 'create-realm-role'; readonly name: string }
  | { readonly kind: 'remove-realm-role'; readonly name: string }
  | { readonly kind: 'create-service-account'; readonly clientId: string }
  | { readonly kind: 'update-service-account'; readonly clientId: string; readonly changes: readonly string[] }
  | { readonly kind: 'remove-service-account'; readonly clientId: string }
  | { readonly kind: 'grant-roles'; readonly clientId: string; readonly roles: readonly string[] }
  | { readonly kind: 'withdraw-realm-role'; readonly clientId: string; readonly role: string }
  | {
      readonly kind: 'assign-client-scope'
      readonly clientId: string
      readonly scope: string
      readonly wasOptional: boolean
    }
  | { readonly kind: 'change-client'; readonly clientId: string; readonly change: ClientChange }

/** What is changed of a client that is not ours. */
export interface ClientChange {
  /** By name; an empty text takes an attribute away. */
  readonly attributes: Readonly<Record<string, string>>
  readonly frontchannelLogout?: boolean
}

/** What stands in the way, and what to do about it. */
export interface Obstacle {
  readonly of: string
  readonly cure: string
}

/** What there is to do. With an obstacle nothing is done. */
export interface Plan {
  readonly steps: readonly Step[]
  readonly obstacles: readonly Obstacle[]
}
