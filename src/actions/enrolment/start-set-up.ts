import { readDestination, writeDestination } from '../../domain/enrolment/destination.js'
import {
  DEFAULT_TOTP,
  isPendingAlive,
  type Method,
  type PendingEnrolment,
  SECRET_BYTES,
} from '../../domain/enrolment/enrolment.js'
import { type PhoneNumberRules, parsePhoneNumber } from '../../domain/enrolment/phone-number.js'
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
  phoneNumbers: PhoneNumberRules
}

/** Whether a set-up began; or why the number was not taken. */
export type StartedSetUp =
  | { readonly outcome: 'started' }
  | { readonly outcome: 'number-refused'; readonly why: 'malformed' | 'not-allowed' }

/**
 * Begins a set-up: a pending enrolment with a new secret, or the one that this Keycloak session has pending already, so
 * that a code scanned before still fits. The active enrolment, where there is one, stays.
 *
 * By e-mail the codes will go to the address that Keycloak has verified, by SMS to `number`, as the person typed it; both
 * stay there whatever changes in Keycloak. Throws `ERR_2FA_CONFLICT` where Keycloak has verified no address.
 */
export function startSetUp(ports: StartPorts) {
  return async (caller: Caller, method: Method, number?: unknown): Promise<StartedSetUp> => {
    const { key } = caller.subject
    const parsed = method === 'sms' ? parsePhoneNumber(number, ports.phoneNumbers) : null
    if (parsed !== null && 'refused' in parsed) return { outcome: 'number-refused', why: parsed.refused }
    await ports.store.register(caller.subject, caller.login.locale)
    const now = ports.clock.at(await ports.store.databaseTime())
    const keycloakSession = ports.identities.keycloakSession(caller.login)
    const known = await ports.store.pendingEnrolment(key)
    if (known !== null && known.method === method && isPendingAlive(known, keycloakSession, now)) {
      const secret = await opened(ports.sealer, known, key)
      const isTheSame = parsed === null || readDestination(method, secret ?? '{}')?.to === parsed.number
      if (secret !== null && isTheSame) return { outcome: 'started' }
    }
    const pending: PendingEnrolment = {
      id: ports.random.id(now),
      method,
      totp: DEFAULT_TOTP,
      sealedSecret: await ports.sealer.seal(await newSecret(ports, caller, method, parsed?.number ?? ''), {
        subjectKey: key,
        purpose: 'pending-secret',
      }),
      keycloakSession,
      createdAt: now,
    }
    const audit = [auditEvent(ports.random, caller, 'set-up-started', now, { method })]
    await ports.store.putPendingEnrolment(key, pending, { audit, messages: [] })
    return { outcome: 'started' }
  }
}

/** What is sealed: a new secret for an authenticator app, or where codes will go. */
async function newSecret(ports: StartPorts, caller: Caller, method: Method, number: string): Promise<string> {
  if (method === 'totp') return ports.totp.newSecret(ports.random.bytes(SECRET_BYTES))
  const address = await verifiedAddress(ports, caller)
  if (method === 'sms') return writeDestination({ channel: 'sms', to: number, fallback: address })
  if (address !== null) return writeDestination({ channel: 'email', to: address, fallback: null })
  throw new TwoFactorError(
    'ERR_2FA_CONFLICT',
    'Keycloak has no verified e-mail address of yours. Verify it there first.',
  )
}

async function verifiedAddress({ directory }: StartPorts, { login }: Caller): Promise<string | null> {
  const person = await directory.person(login.userId)
  return person?.email && person.emailVerified ? person.email : null
}

/** Null for a pending secret whose key is gone: it is of no use to anybody, and the person begins again. */
function opened(sealer: Sealer, pending: PendingEnrolment, subjectKey: string): Promise<string | null> {
  return sealer.open(pending.sealedSecret, { subjectKey, purpose: 'pending-secret' }).catch(() => null)
}
