export { realmExport } from './bridge/realm-export.js'
export type { ServiceAccount } from './directory/admin-token.js'
export { type KeycloakDirectoryOptions, keycloakDirectory } from './directory/keycloak-directory.js'
export { type IdTokenClaims, keycloakLogin } from './login/keycloak-login.js'
