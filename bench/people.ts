import { createHash } from 'node:crypto'
import { ScureBase32Plugin } from 'otplib'
import { sha256Identities } from '../src/crypto/identities.js'
import { systemRandom } from '../src/crypto/random.js'
import { joseSealer } from '../src/crypto/sealer.js'
import { type SecretKey, secretKeys } from '../src/crypto/secret-keys.js'
import { NO_ATTEMPTS } from '../src/domain/challenge/attempts.js'
import { DEFAULT_TOTP } from '../src/domain/enrolment/enrolment.js'
import type { KeycloakLogin } from '../src/domain/sign-in/login.js'
import type { Sealer } from '../src/ports/crypto.js'
import type { Store } from '../src/ports/store.js'

export const ISSUER = 'https://keycloak.example/realms/bench'

export const SECRET_KEYS = [{ id: 'bench', key: Buffer.alloc(32, 7).toString('base64') }]

const identities = sha256Identities()
const base32 = new ScureBase32Plugin()
const random = systemRandom()
const NOTHING_ELSE = { audit: [], messages: [] }

/** The login of the person of that number. */
export function loginOf(person: number, signedInAt: number): KeycloakLogin {
  return {
    issuer: ISSUER,
    userId: `person-${person}`,
    sessionId: `session-${person}`,
    authenticatedAt: signedInAt,
    issuedAt: signedInAt,
    signedInAt,
    clientId: 'bench',
    bridge: 1,
    acr: '1',
    amr: [],
    locale: 'en',
  }
}

/** The 20 bytes of the person's secret, the same in every process. */
export const secretOf = (person: number): Buffer => createHash('sha1').update(`person ${person}`).digest()

/** Enrols the people `first` (default 0) to `first + count - 1` through the store's port, eight at a time. */
export async function enrolPeople(
  store: Store,
  count: number,
  { first = 0, keys = SECRET_KEYS }: { first?: number; keys?: readonly SecretKey[] } = {},
): Promise<void> {
  const sealer = joseSealer(secretKeys(keys))
  let next = first
  const work = async () => {
    while (next < first + count) await enrol(store, sealer, next++)
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

async function enrol(store: Store, sealer: Sealer, person: number): Promise<void> {
  // An hour ago, so that whoever signs in now is asked.
  const at = Date.now() - 3_600_000
  const login = loginOf(person, at)
  const subject = identities.subject(login)
  const id = random.id(at)
  const secret = base32.encode(secretOf(person), { padding: false })
  const seal = (purpose: 'pending-secret' | 'enrolment-secret') =>
    sealer.seal(secret, { subjectKey: subject.key, purpose })
  const method = { id, method: 'totp', totp: DEFAULT_TOTP } as const
  await store.register(subject, 'en')
  const pending = {
    ...method,
    sealedSecret: await seal('pending-secret'),
    createdAt: at,
    keycloakSession: identities.keycloakSession(login),
  }
  await store.putPendingEnrolment(subject.key, pending, NOTHING_ELSE)
  const { attempts, epoch } = await store.load(subject.key, identities.session(login))
  const settlement = await store.activate(
    { subjectKey: subject.key, version: attempts.version, epoch },
    {
      pendingId: id,
      enrolment: {
        ...method,
        sealedSecret: await seal('enrolment-secret'),
        confirmedAt: at,
        activeSince: at,
        backupCodesSavedAt: at,
      },
      attempts: NO_ATTEMPTS,
      backupCodes: null,
      verifiedSession: {
        key: identities.session(login),
        subjectKey: subject.key,
        keycloakSession: identities.keycloakSession(login),
        proof: 'totp',
        judgedAt: at,
        endsAt: at + 1,
      },
      effects: NOTHING_ELSE,
    },
  )
  if (settlement !== 'settled') throw new Error(`Person ${person} could not be enrolled`)
}
