import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'

/** 2026-11-20, 12:00:00 UTC, in ms. */
export const NOON = Date.UTC(2026, 10, 20, 12)

/** fred, who entered his password at noon, with what a test needs to be different. */
export function sampleLogin(changes: Partial<KeycloakLogin> = {}): KeycloakLogin {
  return {
    issuer: 'https://id.example/realms/acme',
    userId: 'b3c1f1f0-0000-4000-8000-00000000f4ed',
    sessionId: 'session-1',
    authenticatedAt: NOON,
    issuedAt: NOON,
    signedInAt: NOON,
    clientId: 'portal',
    bridge: 1,
    acr: '1',
    amr: [],
    locale: null,
    ...changes,
  }
}
