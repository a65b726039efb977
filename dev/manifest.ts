import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type ClientScopeRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js'
import { projectFolder } from './cache.js'

/** The parts of `plugin-manifest.json` that the example's realm is made from. */
export interface Manifest {
  keycloakObjects: { clientScopes: (ClientScopeRepresentation & { name: string })[] }
  serviceAccounts: Record<'installer' | 'runtime', { client: string; roles: string[] }>
}

/** Reads `plugin-manifest.json`. */
export const readManifest = (): Manifest =>
  JSON.parse(readFileSync(join(projectFolder, 'plugin-manifest.json'), 'utf8'))
