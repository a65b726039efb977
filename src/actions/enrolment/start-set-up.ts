import {
  DEFAULT_TOTP,
  isPendingAlive,
  type Method,
  type PendingEnrolment,
  SECRET_BYTES,
} from '../../domain/enrolment/enrolment.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, Random, Sealer, Totp } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'

/** What a set-up needs. */
type StartPorts = {
  store: Store
  identities: Identities
  sealer: Sealer
  totp: Totp
  random: Random
  clock: Clock
  directory: Pick<Directory, 'person'>
}

/**
 * Begins a set-up: a pending enrolment with a new secret, or the one that this Keycloak session has pending already, so
 * that a code scanned before still fits. The active enrolment, where there is one, stays.
 *
 * By e-mail the codes will go to the address that Keycloak has verified, and stay there whatever changes in Keycloak.
 * Throws `ERR_2FA_CONFLICT` where it has verified none.
 */
export function startSetUp(ports: StartPorts) {
  return async (caller: Caller, method: Method): Promise<void> => {
    const { key } = caller.subject
    await ports.store.register(caller.subject, caller.login.locale)
    const now = ports.clock.at(await ports.store.databaseTime())
    const keycloakSession = ports.identities.keycloakSession(caller.login)
    const known = await ports.store.pendingEnrolment(key)
    const isTheSame = known !== null && known.method === method && isPendingAlive(known, keycloakSession, now)
    if (isTheSame && (await canBeOpened(ports.sealer, known, key))) return
    const secret =
      method === 'totp' ? ports.totp.newSecret(ports.random.bytes(SECRET_BYTES)) : await verifiedAddress(ports, caller)
    const pending: PendingEnrolment = {
      id: ports.random.id(now),
      method,
      totp: DEFAULT_TOTP,
      sealedSecret: await ports.sealer.seal(secret, { subjectKey: key, purpose: 'pending-secret' }),
      keycloakSession,
      createdAt: now,
    }
    const audit = [auditEvent(ports.random, caller, 'set-up-started', now, { method })]
    await ports.store.putPendingEnrolment(key, pending, { audit, messages: [] })
  }
}

async function verifiedAddress({ directory }: StartPorts, { login }: Caller): Promise<string> {
  const person = await directory.person(login.userId)
  if (person?.email && person.emailVerified) return person.email
  throw new TwoFactorError(
    'ERR_2FA_CONFLICT',
    'Keycloak has no verified e-mail address of yours. Verify it there first.',
  )
}

/** A pending secret whose key is gone is of no use to anybody: the person begins again. */
function canBeOpened(sealer: Sealer, pending: PendingEnrolment, subjectKey: string): Promise<boolean> {
  return sealer.open(pending.sealedSecret, { subjectKey, purpose: 'pending-secret' }).then(
    () => true,
    () => false,
  )
}
