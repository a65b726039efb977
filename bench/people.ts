import { createHash } from 'node:crypto'
import { ScureBase32Plugin } from 'otplib'
import { sha256Identities } from '../src/crypto/identities.js'
import { hmacKeyedHash } from '../src/crypto/keyed-hash.js'
import { systemRandom } from '../src/crypto/random.js'
import { joseSealer } from '../src/crypto/sealer.js'
import { type SecretKey, secretKeys } from '../src/crypto/secret-keys.js'
import { type BackupCode, backupCodeFrom, parseBackupCode } from '../src/domain/backup-codes/backup-code.js'
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
const keyedHash = hmacKeyedHash(secretKeys(SECRET_KEYS))
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

/** One of the person's backup codes, the same in every process. */
export const backupCodeOf = (person: number): string => backupCodeFrom(secretOf(person).subarray(0, 10))

/** Where the person's mails go. */
export const addressOf = (userId: string): string => `${userId}@bench.example`

/** Who is enrolled, and how. */
export interface Enrolling {
  /** The number of the first; default 0. */
  readonly first?: number
  readonly keys?: readonly SecretKey[]
  /** Default: an authenticator app. */
  readonly method?: 'totp' | 'email'
  /** Whether each has the backup code of `backupCodeOf()`, by the usual keys; default: none. */
  readonly backupCode?: boolean
}

/** Enrols the people `first` to `first + count - 1` through the store's port, eight at a time. */
export async function enrolPeople(store: Store, count: number, enrolling: Enrolling = {}): Promise<void> {
  const { first = 0, keys = SECRET_KEYS } = enrolling
  const sealer = joseSealer(secretKeys(keys))
  let next = first
  const work = async () => {
    while (next < first + count) await enrol(store, sealer, next++, enrolling)
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

async function enrol(
  store: Store,
  sealer: Sealer,
  person: number,
  { method: by = 'totp', backupCode = false }: Enrolling,
): Promise<void> {
  // An hour ago, so that whoever signs in now is asked.
  const at = Date.now() - 3_600_000
  const login = loginOf(person, at)
  const subject = identities.subject(login)
  const id = random.id(at)
  const secret = by === 'email' ? addressOf(subject.userId) : base32.encode(secretOf(person), { padding: false })
  const seal = (purpose: 'pending-secret' | 'enrolment-secret') =>
    sealer.seal(secret, { subjectKey: subject.key, purpose })
  const method = { id, method: by, totp: DEFAULT_TOTP } as const
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
      backupCodes: backupCode ? [await keptCode(sealer, person, at)] : null,
      verifiedSession: {
        key: identities.session(login),
        subjectKey: subject.key,
        keycloakSession: identities.keycloakSession(login),
        proof: by,
        judgedAt: at,
        endsAt: at + 1,
      },
      effects: NOTHING_ELSE,
    },
  )
  if (settlement !== 'settled') throw new Error(`Person ${person} could not be enrolled`)
}

async function keptCode(sealer: Sealer, person: number, createdAt: number): Promise<BackupCode> {
  const code = backupCodeOf(person)
  const { key: subjectKey } = identities.subject(loginOf(person, createdAt))
  return {
    id: random.id(createdAt),
    position: 0,
    ...keyedHash.hash('backup-code', parseBackupCode(code)),
    sealedCode: await sealer.seal(code, { subjectKey, purpose: 'backup-code' }),
    createdAt,
    usedAt: null,
  }
}
