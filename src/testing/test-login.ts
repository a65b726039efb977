import type { KeycloakLogin } from '../domain/sign-in/login.js'

/**
 * A login as `keycloakLogin()` makes it, without a Keycloak: a password just entered, in a Keycloak session of its own
 * with each call. Whatever is given replaces its part.
 */
export function testLogin(changes: Partial<KeycloakLogin> & Pick<KeycloakLogin, 'userId'>): KeycloakLogin {
  const now = Date.now()
  // Keycloak's times are whole seconds.
  const second = Math.floor(now / 1000) * 1000
  return {
    issuer: 'https://keycloak.example/realms/test',
    sessionId: crypto.randomUUID(),
    authenticatedAt: second,
    issuedAt: second,
    signedInAt: now,
    clientId: 'test',
    bridge: 1,
    acr: '1',
    amr: [],
    locale: null,
    ...changes,
  }
}
