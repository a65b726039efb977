import type { AuditEvent } from '../../domain/administration/audit-event.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, Random } from '../../ports/crypto.js'
import type { LogoutTokens } from '../../ports/logout-tokens.js'
import type { Store } from '../../ports/store.js'
import { NOBODY } from '../record.js'
import type { Epochs } from './epochs.js'

/** How long a spent logout token is remembered: an hour, in ms. It is accepted for a few minutes only. */
const REMEMBERED_MS = 60 * 60_000

/**
 * Ends what codes have earned in a Keycloak session that has ended, as its logout token says. The person's other
 * Keycloak sessions go on.
 *
 * Throws `ERR_2FA_MALFORMED` for a token that is not right or was used before, `ERR_2FA_DIRECTORY` and `ERR_2FA_STORE`
 * where it cannot be judged or noted now.
 */
export function endKeycloakSession(ports: {
  store: Store
  identities: Identities
  random: Random
  clock: Clock
  epochs: Epochs
  logoutTokens: LogoutTokens
  clientIds: readonly string[]
}) {
  const { store, identities, random, clock, epochs } = ports
  return async (logoutToken: string): Promise<void> => {
    const token = await ports.logoutTokens.verifyLogoutToken(logoutToken, ports.clientIds)
    const { issuer, userId, sessionId } = token
    const subjectKey = identities.subject(token).key
    const now = clock.at(await store.databaseTime())
    const ended: AuditEvent = {
      id: random.id(now),
      subjectKey,
      kind: 'keycloak-session-ended',
      at: now,
      // Keycloak itself calls: there is no browser to speak of.
      origin: NOBODY,
      details: { sessions: sessionId === null ? 'all' : 'one' },
    }
    const end = await store.endKeycloakSession({
      logoutToken: { key: identities.logoutToken(token), endsAt: now + REMEMBERED_MS },
      subjectKey,
      keycloakSession: sessionId === null ? null : identities.keycloakSession({ issuer, userId, sessionId }),
      effects: { audit: [ended], messages: [] },
    })
    if (end === 'replayed') throw new TwoFactorError('ERR_2FA_MALFORMED', 'The logout token was used before.')
    epochs.forget(subjectKey)
  }
}
