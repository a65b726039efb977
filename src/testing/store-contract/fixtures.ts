import type { AuditEvent } from '../../domain/administration/audit-event.js'
import type { BypassCode } from '../../domain/administration/bypass-code.js'
import type { BackupCode } from '../../domain/backup-codes/backup-code.js'
import type { Attempts } from '../../domain/challenge/attempts.js'
import type { SentCode } from '../../domain/challenge/sent-code.js'
import { DEFAULT_TOTP, type Enrolment, type PendingEnrolment } from '../../domain/enrolment/enrolment.js'
import type { TrustedDevice } from '../../domain/trusted-devices/trusted-device.js'
import type { Effects, Expected, OutboxMessage, Settlement, Store, VerifiedSession } from '../../ports/store.js'

/** A moment beyond 2³², as all real ones are. */
export const NOW = 1_795_305_600_000

export const NO_EFFECTS: Effects = { audit: [], messages: [] }

export const newId = (): string => crypto.randomUUID()

export const newKey = (): string => (newId() + newId()).replaceAll('-', '')

export const auditEvent = (subjectKey: string, rest: Partial<AuditEvent> = {}): AuditEvent => ({
  id: newId(),
  subjectKey,
  kind: 'code-accepted',
  at: NOW,
  origin: { browser: 'Firefox', system: 'Windows', address: '192.0.2.7' },
  details: { outcome: 'accepted', reasons: ['enrolled'], left: 9, fresh: true },
  ...rest,
})

export const message = (subjectKey: string, rest: Partial<OutboxMessage> = {}): OutboxMessage => ({
  id: newId(),
  subjectKey,
  sealedBody: 'sealed.body.雪',
  createdAt: NOW,
  nextTryAt: NOW,
  tries: 0,
  ...rest,
})

/** Effects whose traces tell whether they were committed. */
export const effectsFor = (subjectKey: string): Effects => ({
  audit: [auditEvent(subjectKey)],
  messages: [message(subjectKey)],
})

export const session = (subjectKey: string, rest: Partial<VerifiedSession> = {}): VerifiedSession => ({
  key: newKey(),
  keycloakSession: newKey(),
  subjectKey,
  proof: 'totp',
  judgedAt: NOW,
  endsAt: NOW + 86_400_000,
  ...rest,
})

/** The end of a person's Keycloak session, by a logout token of its own; without `session` of all of them. */
export const logout = (
  subjectKey: string,
  { session, key = newKey(), endsAt = NOW }: { session?: VerifiedSession; key?: string; endsAt?: number } = {},
): Parameters<Store['endKeycloakSession']>[0] => ({
  logoutToken: { key, endsAt },
  subjectKey,
  keycloakSession: session?.keycloakSession ?? null,
  effects: effectsFor(subjectKey),
})

export const enrolment = (rest: Partial<Enrolment> = {}): Enrolment => ({
  id: newId(),
  method: 'totp',
  totp: DEFAULT_TOTP,
  sealedSecret: 'sealed.secret',
  confirmedAt: NOW,
  activeSince: NOW - 1,
  backupCodesSavedAt: null,
  ...rest,
})

export const pendingEnrolment = (rest: Partial<PendingEnrolment> = {}): PendingEnrolment => ({
  keycloakSession: newKey(),
  id: newId(),
  method: 'totp',
  totp: { algorithm: 'sha256', digits: 8, periodSeconds: 60 },
  sealedSecret: 'sealed.pending.secret',
  createdAt: NOW,
  ...rest,
})

export const tenCodes = (): BackupCode[] =>
  Array.from({ length: 10 }, (_, position) => ({
    id: newId(),
    position,
    hash: newKey(),
    keyId: '2026-11',
    sealedCode: `sealed.code.${position}`,
    createdAt: NOW,
    usedAt: null,
  }))

/** Counts of which each value differs from every other. */
export const someAttempts: Attempts = {
  version: 0,
  codes: { wrong: 3, lockedUntil: NOW + 60_000 },
  recovery: { wrong: 7, lockedUntil: NOW + 120_000 },
  lastSpent: 59_843_520,
}

/** A person the store knows and who has nothing yet. */
export async function newPerson(store: Store): Promise<string> {
  const key = newKey()
  await store.register({ key, issuer: 'https://keycloak.example/realms/acme', userId: `f:1:ＪＯＳÉ-${key}` }, 'ja')
  return key
}

/** What a judgement that starts now has read. */
export async function expectedOf(store: Store, subjectKey: string): Promise<Expected> {
  const { attempts, epoch } = await store.load(subjectKey, newKey())
  return { subjectKey, version: attempts.version, epoch }
}

/** A person with an active method and ten backup codes. */
export async function enrolledPerson(store: Store) {
  const subjectKey = await newPerson(store)
  const active = enrolment()
  const codes = tenCodes()
  const verified = session(subjectKey)
  const pending = pendingEnrolment()
  await store.putPendingEnrolment(subjectKey, pending, NO_EFFECTS)
  const { attempts } = await store.load(subjectKey, newKey())
  const settlement: Settlement = await store.activate(await expectedOf(store, subjectKey), {
    pendingId: pending.id,
    enrolment: active,
    attempts,
    backupCodes: codes,
    verifiedSession: verified,
    effects: NO_EFFECTS,
  })
  if (settlement !== 'settled') throw new Error('The first set-up of a new person has to settle')
  return { subjectKey, active, codes, verified }
}

/** How many audit events and open messages a person has. */
export async function traces(store: Store, subjectKey: string): Promise<number> {
  return (await store.auditEvents(subjectKey, 100)).length
}

/** How often each outcome came. */
export function tally(settlements: readonly Settlement[]): { settled: number; moved: number } {
  const settled = settlements.filter((settlement) => settlement === 'settled').length
  return { settled, moved: settlements.length - settled }
}

export const sentCode = (subjectKey: string, rest: Partial<SentCode> = {}): SentCode => ({
  sessionKey: newKey(),
  purpose: 'sign-in',
  subjectKey,
  hash: newKey(),
  channel: 'email',
  destination: newKey(),
  sentAt: NOW,
  ...rest,
})

export const bypassCode = (rest: Partial<BypassCode> = {}): BypassCode => ({
  id: newId(),
  hash: newKey(),
  keyId: '2026-11',
  createdAt: NOW,
  endsAt: NOW + 600_000,
  usedAt: null,
  ...rest,
})

export const trustedDevice = (subjectKey: string, rest: Partial<TrustedDevice> = {}): TrustedDevice => ({
  id: newId(),
  subjectKey,
  name: 'Büro 雪',
  browser: 'Firefox',
  system: 'Windows',
  address: '192.0.2.7',
  counter: 0,
  hash: newKey(),
  previousHash: null,
  passwordSetAt: NOW - 5,
  createdAt: NOW,
  usedAt: NOW,
  endsAt: NOW + 90 * 86_400_000,
  ...rest,
})
