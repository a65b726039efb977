import { sha256Identities } from '../crypto/identities.js'
import { systemRandom } from '../crypto/random.js'
import { joseSealer } from '../crypto/sealer.js'
import { secretKeys } from '../crypto/secret-keys.js'
import { otplibTotp } from '../crypto/totp.js'
import { NO_ATTEMPTS } from '../domain/challenge/attempts.js'
import { DEFAULT_TOTP, SECRET_BYTES } from '../domain/enrolment/enrolment.js'
import type { KeycloakLogin } from '../domain/sign-in/login.js'
import { VERIFIED_MS } from '../domain/sign-in/mark.js'
import type { TwoFactorOptions } from '../options.js'
import type { Settlement } from '../ports/store.js'

/** Before the login, so that the person's other logins are asked for a code. In ms. */
const ENROLLED_BEFORE_MS = 60 * 60_000

const NOTHING_ELSE = { audit: [], messages: [] }

/**
 * For an application's own tests: the person of a login has an authenticator app, and has given its code in this very
 * login, now: it counts once their browser has come by `/continue`, as after Keycloak. Their other logins are led to the
 * code page. `options` are those of `createTwoFactor()`.
 */
export async function verifyLogin(
  { store, secretKeys: keys }: Pick<TwoFactorOptions, 'store' | 'secretKeys'>,
  login: KeycloakLogin,
): Promise<void> {
  const identities = sha256Identities()
  const subject = identities.subject(login)
  const sessionKey = identities.session(login)
  await store.register(subject, login.locale ?? 'en')
  const { enrolment, attempts, epoch, databaseTime } = await store.load(subject.key, sessionKey)
  const verifiedSession = {
    key: sessionKey,
    subjectKey: subject.key,
    keycloakSession: identities.keycloakSession(login),
    proof: 'totp',
    judgedAt: databaseTime,
    endsAt: databaseTime + VERIFIED_MS,
  } as const
  const expected = { subjectKey: subject.key, version: attempts.version, epoch }
  if (enrolment !== null) return settled(await store.addVerifiedSession(expected, verifiedSession))

  const random = systemRandom()
  const sealer = joseSealer(secretKeys(keys))
  const since = login.signedInAt - ENROLLED_BEFORE_MS
  const method = { id: random.id(since), method: 'totp', totp: DEFAULT_TOTP } as const
  const secret = otplibTotp().newSecret(random.bytes(SECRET_BYTES))
  const seal = (purpose: 'pending-secret' | 'enrolment-secret') =>
    sealer.seal(secret, { subjectKey: subject.key, purpose })
  const pending = {
    ...method,
    sealedSecret: await seal('pending-secret'),
    createdAt: since,
    keycloakSession: verifiedSession.keycloakSession,
  }
  await store.putPendingEnrolment(subject.key, pending, NOTHING_ELSE)
  settled(
    await store.activate(expected, {
      pendingId: method.id,
      enrolment: {
        ...method,
        sealedSecret: await seal('enrolment-secret'),
        confirmedAt: since,
        activeSince: since,
        backupCodesSavedAt: since,
      },
      attempts: NO_ATTEMPTS,
      backupCodes: null,
      verifiedSession,
      effects: NOTHING_ELSE,
    }),
  )
}

function settled(settlement: Settlement): void {
  if (settlement !== 'settled') throw new Error('Somebody else changed this person at the same moment.')
}
