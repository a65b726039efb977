import { hash } from 'node:crypto'
import type { Identities } from '../ports/crypto.js'

/**
 * Names subjects and logins by SHA-256 over length-prefixed parts, so that no two different people, whatever the
 * letters of their ids, are one to a database's collation (CVE-2025-24806).
 */
export function sha256Identities(): Identities {
  const subjectKey = (issuer: string, userId: string) => digest(['subject', issuer, userId])
  return {
    subject: ({ issuer, userId }) => ({ key: subjectKey(issuer, userId), issuer, userId }),
    keycloakSession: ({ issuer, userId, sessionId }) =>
      digest(['keycloak-session', subjectKey(issuer, userId), sessionId]),
    session: ({ issuer, userId, sessionId, authenticatedAt }) =>
      digest(['session', subjectKey(issuer, userId), sessionId, String(authenticatedAt)]),
    identity: (subjectKey, { provider, providerUserId }) => digest(['identity', subjectKey, provider, providerUserId]),
    realm: (issuer) => digest(['realm', issuer]),
    logoutToken: ({ issuer, id }) => digest(['logout-token', issuer, id]),
  }
}

function digest(parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''), 'hex')
}
