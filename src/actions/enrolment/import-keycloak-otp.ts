import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import {
  type KeycloakOtp,
  NOT_TAKEN_REASONS,
  type NotTakenReason,
  readExportedUser,
} from '../../domain/enrolment/keycloak-otp.js'
import type { Subject } from '../../domain/sign-in/login.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, KeyedHash, Random, Sealer, Totp } from '../../ports/crypto.js'
import type { Realm } from '../../ports/realm.js'
import type { Store, SubjectState } from '../../ports/store.js'
import { newBackupCodes } from '../backup-codes/new-backup-codes.js'
import { auditEvent, NOBODY, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'

interface ImportPorts {
  readonly store: Store
  readonly realm: Realm
  readonly identities: Identities
  readonly sealer: Sealer
  readonly keyedHash: KeyedHash
  readonly random: Random
  readonly totp: Totp
  readonly clock: Clock
}

/** A person of a realm export, as it stands there, and the name of the realm. */
export interface ExportedPerson {
  readonly realm: string
  readonly user: unknown
}

/** How authenticator apps are taken over. */
export interface ImportWork {
  /** Only count what would be done. Default false. */
  readonly plan?: boolean
  /** Mail each person whose app was taken over. Default false. */
  readonly mail?: boolean
  /** Told for everything that can't be taken over, with the person's user id. */
  readonly onNotTaken?: (userId: string, reason: NotTakenReason) => void
  readonly onProgress?: (progress: ImportedOtps) => void
  /** Ends it between two batches: who is done stays done. */
  readonly signal?: AbortSignal
}

/** What has been taken over, in people; or would be, where it is a plan. */
export interface ImportedOtps {
  /** How many people were read. */
  readonly read: number
  readonly imported: number
  /** How many have a second factor here already; theirs was left alone. */
  readonly enrolled: number
  /** How many credentials could not be taken over, by reason. */
  readonly notTaken: Readonly<Record<NotTakenReason, number>>
}

const AT_ONCE = 8

/**
 * Takes over the authenticator apps of a realm export, by user id: their owners are asked for the codes of the same entry
 * on the same phone from their next login on, and get ten backup codes that wait to be saved. Whoever has a second factor
 * here keeps it, and an app that was set up before a second factor was reset or turned off here is not taken: a lost phone
 * must not sign in again. Ended anywhere and run again, it goes on with those who are left.
 *
 * Throws `ERR_2FA_MALFORMED` for the export of another realm.
 */
export function importKeycloakOtp(ports: ImportPorts) {
  return async (people: AsyncIterable<ExportedPerson>, work: ImportWork = {}): Promise<ImportedOtps> => {
    const counts = { read: 0, imported: 0, enrolled: 0 }
    const notTaken = Object.fromEntries(NOT_TAKEN_REASONS.map((reason) => [reason, 0])) as Record<
      NotTakenReason,
      number
    >
    const one = async ({ realm, user }: ExportedPerson): Promise<void> => {
      requireRealm(ports.realm.issuer, realm)
      counts.read += 1
      const found = readExportedUser(user) ?? { userId: '?', otp: null, notTaken: ['unreadable'] as const }
      const leave = (reason: NotTakenReason) => {
        notTaken[reason] += 1
        work.onNotTaken?.(found.userId, reason)
      }
      found.notTaken.forEach(leave)
      if (found.otp === null) return
      const taken = await take(ports, found.userId, found.otp, work)
      if (taken === 'removed') leave(taken)
      else counts[taken] += 1
    }
    for await (const some of batches(people)) {
      work.signal?.throwIfAborted()
      await Promise.all(some.map(one))
      work.onProgress?.({ ...counts, notTaken })
    }
    return { ...counts, notTaken }
  }
}

function take(
  ports: ImportPorts,
  userId: string,
  otp: KeycloakOtp,
  { plan = false, mail = false }: ImportWork,
): Promise<'imported' | 'enrolled' | 'removed'> {
  const subject = ports.identities.subject({ issuer: ports.realm.issuer, userId })
  return settleAgain(async () => {
    if (!plan) await ports.store.register(subject, null)
    // No verified session matters here, and none has the subject's own key.
    const state = await ports.store.load(subject.key, subject.key)
    if (state.enrolment !== null) return { settlement: 'settled', answer: 'enrolled' }
    // Without an enrolment this is when one was taken away: by the person, the help desk or a policy.
    const isRemoved = state.revokedAt !== null && (otp.createdAt ?? 0) <= state.revokedAt
    if (isRemoved) return { settlement: 'settled', answer: 'removed' }
    return { settlement: plan ? 'settled' : await enrol(ports, subject, otp, state, mail), answer: 'imported' }
  })
}

async function enrol(ports: ImportPorts, subject: Subject, otp: KeycloakOtp, state: SubjectState, mail: boolean) {
  const { attempts, epoch, databaseTime } = state
  const at = ports.clock.at(databaseTime)
  const affected = { subject, origin: NOBODY }
  const secret = 'base32' in otp.secret ? otp.secret.base32 : ports.totp.newSecret(otp.secret.bytes)
  const enrolment: Enrolment = {
    id: ports.random.id(at),
    method: 'totp',
    totp: otp.totp,
    sealedSecret: await ports.sealer.seal(secret, { subjectKey: subject.key, purpose: 'enrolment-secret' }),
    confirmedAt: at,
    activeSince: at,
    backupCodesSavedAt: null,
  }
  return ports.store.addEnrolment(
    { subjectKey: subject.key, version: attempts.version, epoch },
    {
      enrolment,
      backupCodes: await newBackupCodes(ports, subject.key, at),
      effects: {
        audit: [auditEvent(ports.random, affected, 'imported', at, { method: 'totp' })],
        messages: mail ? [await outboxMessage(ports, affected, { kind: 'imported', at })] : [],
      },
    },
  )
}

/** Realms are told apart by their names: user ids of another one would belong to nobody here. */
function requireRealm(issuer: string, realm: string): void {
  const own = decodeURIComponent(issuer.slice(issuer.lastIndexOf('/') + 1))
  if (realm === own) return
  const [given, wanted] = [JSON.stringify(realm), JSON.stringify(own)]
  throw new TwoFactorError(
    'ERR_2FA_MALFORMED',
    `The export is of the realm ${given}, and the directory's is ${wanted}.`,
  )
}

async function* batches(people: AsyncIterable<ExportedPerson>): AsyncGenerator<ExportedPerson[]> {
  let some: ExportedPerson[] = []
  for await (const person of people) {
    some.push(person)
    if (some.length < AT_ONCE) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}
