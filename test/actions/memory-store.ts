import type { AuditEvent } from '../../src/domain/administration/audit-event.js'
import type { BypassCode } from '../../src/domain/administration/bypass-code.js'
import type { BackupCode } from '../../src/domain/backup-codes/backup-code.js'
import { NO_ATTEMPTS } from '../../src/domain/challenge/attempts.js'
import { noSendCount, type SendCount } from '../../src/domain/challenge/send-count.js'
import type { SentCode } from '../../src/domain/challenge/sent-code.js'
import type { Enrolment, PendingEnrolment } from '../../src/domain/enrolment/enrolment.js'
import type { Channel, ChannelTrouble } from '../../src/domain/messages/channel.js'
import type { Subject } from '../../src/domain/sign-in/login.js'
import type { TrustedDevice } from '../../src/domain/trusted-devices/trusted-device.js'
import { TwoFactorError } from '../../src/errors.js'
import type { Overview } from '../../src/ports/reports.js'
import type { Effects, Expected, OutboxMessage, Settlement, Store, VerifiedSession } from '../../src/ports/store.js'
import { memoryKeys } from './memory-keys.js'
import { memoryPolicies } from './memory-policies.js'
import { memoryPolicyJobs } from './memory-policy-jobs.js'
import { memorySingleSignOn } from './memory-single-sign-on.js'

interface Person {
  subject: Subject
  epoch: number
  revokedAt: number | null
  attempts: typeof NO_ATTEMPTS
  enrolment: Enrolment | null
  pending: PendingEnrolment | null
  backupCodes: readonly BackupCode[]
  bypassCode: BypassCode | null
  devices: readonly TrustedDevice[]
  sessions: Map<string, VerifiedSession>
}

interface Kept {
  message: OutboxMessage
  closed: 'sent' | 'given-up' | null
  closedAt: number
}

/** A store in memory, for tests of what stands above it. */
export interface MemoryStore extends Store {
  /** The database's time; undefined, the default: the real one. */
  time: number | undefined
  /** Every audit event, in the order of writing. */
  readonly audit: AuditEvent[]
  /** Every message, with how it ended. */
  readonly outbox: Map<string, Kept>
  /** The names of the methods that were called. */
  readonly calls: string[]
  /** What the next compare-and-set methods answer in place of trying, first one first. */
  readonly moved: (() => void | Promise<void>)[]
}

/** Makes an empty one. */
export function memoryStore(): MemoryStore {
  const people = new Map<string, Person>()
  const audit: AuditEvent[] = []
  const outbox = new Map<string, Kept>()
  const logoutTokens = new Map<string, number>()
  const calls: string[] = []
  const moved: MemoryStore['moved'] = []
  const now = () => store.time ?? Date.now()
  const person = (key: string) => people.get(key)

  function commitEffects(effects: Effects): void {
    const known = new Set(audit.map(({ id }) => id))
    for (const { id } of effects.audit) {
      if (known.has(id)) throw new TwoFactorError('ERR_2FA_STORE', 'An audit event has an id of another.')
      known.add(id)
    }
    audit.push(...effects.audit)
    for (const message of effects.messages) outbox.set(message.id, { message, closed: null, closedAt: 0 })
    for (const job of effects.policyJobs ?? []) policyJobs.add(job)
  }
  const policyJobs = memoryPolicyJobs((messages) => commitEffects({ audit: [], messages }))

  const sentCodes = new Map<string, SentCode>()
  const counts = new Map<string, SendCount>()
  const dismissed = new Map<string, number>()
  /** Whose backup codes of which time stay readable. */
  const lasting = new Set<string>()
  const troubles = new Map<Channel, ChannelTrouble>()
  const spendSentCode = ({ sessionKey, purpose, hash }: SentCode) => {
    const key = `${sessionKey} ${purpose}`
    return sentCodes.get(key)?.hash === hash && sentCodes.delete(key)
  }
  const forgetSentCodes = (subjectKey: string) => {
    for (const [key, code] of sentCodes) if (code.subjectKey === subjectKey) sentCodes.delete(key)
  }

  async function compareAndSet(
    { subjectKey, version, epoch }: Expected,
    effects: Effects,
    write: (person: Person) => boolean,
  ): Promise<Settlement> {
    const first = moved.shift()
    if (first !== undefined) {
      await first()
      return 'moved'
    }
    const before = person(subjectKey)
    if (before === undefined || before.attempts.version !== version || before.epoch !== epoch) return 'moved'
    const after: Person = { ...before, sessions: new Map(before.sessions) }
    if (!write(after)) return 'moved'
    commitEffects(effects)
    people.set(subjectKey, { ...after, attempts: { ...after.attempts, version: version + 1 } })
    return 'settled'
  }

  const singleSignOn = memorySingleSignOn(person, commitEffects)
  const memberships = new Map<string, readonly string[]>()
  const overviewOf = (subjectKey: string): Overview => {
    const { attempts = NO_ATTEMPTS, enrolment = null } = person(subjectKey) ?? {}
    const uses = audit.filter((event) => event.subjectKey === subjectKey && /-accepted$|^enabled$/.test(event.kind))
    return {
      subjectKey,
      enrolment: enrolment && { method: enrolment.method, activeSince: enrolment.activeSince },
      codes: attempts.codes,
      recovery: attempts.recovery,
      lastUsedAt: uses.length === 0 ? null : Math.max(...uses.map(({ at }) => at)),
    }
  }

  const methods: Store = {
    epoch: async (key) => person(key)?.epoch ?? 0,
    async load(key, sessionKey) {
      const found = person(key)
      return {
        databaseTime: now(),
        epoch: found?.epoch ?? 0,
        revokedAt: found?.revokedAt ?? null,
        attempts: found?.attempts ?? NO_ATTEMPTS,
        enrolment: found?.enrolment ?? null,
        verifiedSession: found?.sessions.get(sessionKey) ?? null,
      }
    },
    addVerifiedSession: (expected, session) =>
      compareAndSet(expected, { audit: [], messages: [] }, (found) =>
        Boolean(found.sessions.set(session.key, session)),
      ),
    async endKeycloakSession({ logoutToken, subjectKey, keycloakSession, effects }) {
      if (logoutTokens.has(logoutToken.key)) return 'replayed'
      logoutTokens.set(logoutToken.key, logoutToken.endsAt)
      const found = person(subjectKey)
      if (found === undefined) return 'nothing-to-end'
      found.attempts = { ...found.attempts, version: found.attempts.version + 1 }
      const ending = [...found.sessions.values()].filter(
        (session) => keycloakSession === null || session.keycloakSession === keycloakSession,
      )
      for (const { key } of ending) found.sessions.delete(key)
      if (ending.length === 0) return 'nothing-to-end'
      found.epoch += 1
      commitEffects(effects)
      return 'ended'
    },
    settle: (expected, { attempts, verifiedSession, spentBackupCode, spentBypassCode, spentSentCode, effects }) =>
      compareAndSet(expected, effects, (found) => {
        found.attempts = attempts
        if (spentSentCode && !spendSentCode(spentSentCode)) return false
        if (verifiedSession) found.sessions.set(verifiedSession.key, verifiedSession)
        if (spentBypassCode) {
          const { id, usedAt } = spentBypassCode
          if (found.bypassCode?.id !== id || found.bypassCode.usedAt !== null) return false
          found.bypassCode = { ...found.bypassCode, usedAt }
        }
        if (!spentBackupCode) return true
        const { id, usedAt } = spentBackupCode
        if (!found.backupCodes.some((code) => code.id === id && code.usedAt === null)) return false
        found.backupCodes = found.backupCodes.map((code) => (code.id === id ? { ...code, usedAt } : code))
        return true
      }),
    sentCode: async (sessionKey, purpose) => sentCodes.get(`${sessionKey} ${purpose}`) ?? null,
    sendCounts: async (keys) => keys.map((key) => counts.get(key) ?? noSendCount(key)),
    async putSentCode(code, { counts: counted, effects }) {
      if (counted.some(({ key, version }) => (counts.get(key)?.version ?? 0) !== version)) return 'moved'
      for (const count of counted) counts.set(count.key, { ...count, version: count.version + 1 })
      sentCodes.set(`${code.sessionKey} ${code.purpose}`, code)
      commitEffects(effects)
      return 'settled'
    },
    async register(subject) {
      const { key } = subject
      if (people.has(key)) return
      const empty = {
        enrolment: null,
        pending: null,
        backupCodes: [],
        bypassCode: null,
        devices: [],
        sessions: new Map(),
      }
      people.set(key, { subject, epoch: 0, revokedAt: null, attempts: NO_ATTEMPTS, ...empty })
    },
    pendingEnrolment: async (key) => person(key)?.pending ?? null,
    async putPendingEnrolment(key, pending, effects) {
      const found = person(key)
      if (found === undefined) throw new TwoFactorError('ERR_2FA_STORE', 'Nobody is registered under this key.')
      commitEffects(effects)
      found.pending = pending
    },
    activate: (expected, { pendingId, enrolment, attempts, backupCodes, verifiedSession, spentSentCode, effects }) =>
      compareAndSet(expected, effects, (found) => {
        if (found.pending?.id !== pendingId) return false
        if (spentSentCode && !spendSentCode(spentSentCode)) return false
        forgetSentCodes(expected.subjectKey)
        const sessions = new Map([[verifiedSession.key, verifiedSession]])
        Object.assign(found, { pending: null, enrolment, attempts, sessions, devices: [], epoch: found.epoch + 1 })
        if (backupCodes !== null) found.backupCodes = backupCodes
        return true
      }),
    addEnrolment: (expected, { enrolment, backupCodes, effects }) =>
      compareAndSet(expected, effects, (found) => {
        if (found.enrolment !== null) return false
        return Boolean(Object.assign(found, { enrolment, backupCodes, epoch: found.epoch + 1 }))
      }),
    turnOff: (expected, { revokedAt, effects }) =>
      compareAndSet(expected, effects, (found) => {
        forgetSentCodes(expected.subjectKey)
        singleSignOn.endGrants(expected.subjectKey)
        const gone = {
          enrolment: null,
          pending: null,
          backupCodes: [],
          bypassCode: null,
          devices: [],
          sessions: new Map(),
        }
        return Boolean(Object.assign(found, gone, { revokedAt, epoch: found.epoch + 1 }))
      }),
    backupCodes: async (key) => person(key)?.backupCodes ?? [],
    findBackupCode: async (key, hashes) => person(key)?.backupCodes.find(({ hash }) => hashes.includes(hash)) ?? null,
    replaceBackupCodes: (expected, { backupCodes, effects }) =>
      compareAndSet(expected, effects, (found) => {
        found.backupCodes = backupCodes
        if (found.enrolment) found.enrolment = { ...found.enrolment, backupCodesSavedAt: null }
        return true
      }),
    async markBackupCodesSaved(key, { createdAt, savedAt: backupCodesSavedAt, copiesStay, effects }) {
      const found = person(key)
      if (!found?.enrolment || found.enrolment.backupCodesSavedAt !== null) return false
      if (!found.backupCodes.some((code) => code.createdAt === createdAt)) return false
      commitEffects(effects)
      found.enrolment = { ...found.enrolment, backupCodesSavedAt }
      if (copiesStay) lasting.add(createdAt + key)
      return true
    },
    invitationDismissedAt: async (key) => dismissed.get(key) ?? null,
    async dismissInvitation(key, { dismissedAt, effects }) {
      if (dismissed.has(key)) return false
      dismissed.set(key, dismissedAt)
      commitEffects(effects)
      return true
    },
    trustedDevice: async (key, id) => person(key)?.devices.find((device) => device.id === id) ?? null,
    trustedDevices: async (key) =>
      [...(person(key)?.devices ?? [])].sort((one, other) => other.usedAt - one.usedAt || (other.id > one.id ? 1 : -1)),
    addTrustedDevice: (expected, { device, replacedId, most, effects }) =>
      compareAndSet(expected, effects, (found) => {
        const kept = found.devices.filter(({ id }) => id !== replacedId)
        const newestFirst = (one: TrustedDevice, other: TrustedDevice) =>
          other.createdAt - one.createdAt || (other.id > one.id ? 1 : -1)
        found.devices = [device, ...kept].sort(newestFirst).slice(0, most)
        return true
      }),
    async rotateTrustedDevice({ subjectKey, id, counter }, { hash, usedAt, address, effects }) {
      const first = moved.shift()
      if (first !== undefined) {
        await first()
        return 'moved'
      }
      const found = person(subjectKey)
      if (!found?.devices.some((device) => device.id === id && device.counter === counter)) return 'moved'
      const next = { hash, usedAt, address, counter: counter + 1 }
      found.devices = found.devices.map((device) =>
        device.id === id ? { ...device, ...next, previousHash: device.hash } : device,
      )
      commitEffects(effects)
      return 'settled'
    },
    async renameTrustedDevice(key, id, { name, effects }) {
      const found = person(key)
      if (!found?.devices.some((device) => device.id === id)) return false
      found.devices = found.devices.map((device) => (device.id === id ? { ...device, name } : device))
      commitEffects(effects)
      return true
    },
    async endTrustedDevices(key, which, { endSessions, effects }) {
      const found = person(key)
      const kept = found?.devices.filter(({ id }) => which !== 'all' && id !== which) ?? []
      const ended = (found?.devices.length ?? 0) - kept.length
      if (found === undefined || (ended === 0 && (which !== 'all' || endSessions === null))) return 0
      found.attempts = { ...found.attempts, version: found.attempts.version + 1 }
      found.epoch += 1
      found.devices = kept
      found.revokedAt = endSessions?.revokedAt ?? found.revokedAt
      for (const session of endSessions === null ? [] : found.sessions.keys()) {
        if (session !== endSessions?.except) found.sessions.delete(session)
      }
      commitEffects(effects)
      return ended
    },
    waitingMessages: async () => [...outbox.values()].filter(({ closed }) => closed === null).length,
    async claimMessages(at, leaseUntil, limit) {
      const due = [...outbox.values()].filter(({ closed, message }) => closed === null && message.nextTryAt <= at)
      return due.slice(0, limit).map((kept) => {
        kept.message = { ...kept.message, tries: kept.message.tries + 1, nextTryAt: leaseUntil }
        return kept.message
      })
    },
    async closeMessage(id, closedAt, closed) {
      const kept = outbox.get(id)
      if (kept) outbox.set(id, { message: { ...kept.message, sealedBody: '' }, closed, closedAt })
    },
    async postponeMessage(id, nextTryAt) {
      const kept = outbox.get(id)
      if (kept) kept.message = { ...kept.message, nextTryAt }
    },
    ...policyJobs.store,
    bypassCode: async (key) => person(key)?.bypassCode ?? null,
    putBypassCode: (expected, { bypassCode, attempts, effects }) =>
      compareAndSet(expected, effects, (found) => Boolean(Object.assign(found, { bypassCode, attempts }))),
    revokeSessions: (expected, { revokedAt, effects }) =>
      compareAndSet(expected, effects, (found) => {
        singleSignOn.endGrants(expected.subjectKey)
        return Boolean(Object.assign(found, { sessions: new Map(), devices: [], revokedAt, epoch: found.epoch + 1 }))
      }),
    overviews: async (keys) => keys.map(overviewOf),
    async auditLog({ subjectKey, tenants, kind, from, before }, { after, limit }) {
      const isWanted = (event: AuditEvent) =>
        (subjectKey === undefined || event.subjectKey === subjectKey) &&
        (tenants === undefined ||
          tenants.some((tenant) =>
            event.kind === 'policy-changed'
              ? event.details.tenant === tenant
              : memberships.get(event.subjectKey)?.includes(tenant),
          )) &&
        (kind === undefined || event.kind === kind) &&
        (from === undefined || event.at >= from) &&
        (before === undefined || event.at < before) &&
        (after === null || event.at < after.at || (event.at === after.at && event.id < after.id))
      return audit
        .filter(isWanted)
        .sort((one, other) => other.at - one.at || (other.id < one.id ? -1 : 1))
        .slice(0, limit)
        .map((event) => ({ event, userId: person(event.subjectKey)?.subject.userId ?? null }))
    },
    async countMethods(tenant) {
      const counted: Record<string, number> = {}
      for (const [key, { enrolment }] of people) {
        if (enrolment === null || (tenant !== null && !memberships.get(key)?.includes(tenant))) continue
        counted[enrolment.method] = (counted[enrolment.method] ?? 0) + 1
      }
      return counted
    },
    coverage: async (after, limit) =>
      [...people]
        .filter(([key]) => key > (after ?? ''))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit)
        .map(([key, { subject }]) => ({ ...overviewOf(key), userId: subject.userId })),
    async noteLogin(event, tenants) {
      commitEffects({ audit: [event], messages: [] })
      memberships.set(event.subjectKey, tenants)
    },
    channelTroubles: async () => [...troubles.values()],
    async putChannelTrouble(trouble) {
      troubles.set(trouble.channel, { ...trouble, reason: trouble.reason.slice(0, 255) })
    },
    async removeChannelTrouble(channel) {
      troubles.delete(channel)
    },
    async addAuditEvent(event) {
      commitEffects({ audit: [event], messages: [] })
    },
    auditEvents: async (key, limit) =>
      audit
        .filter(({ subjectKey, kind }) => subjectKey === key && kind !== 'login-decided')
        .sort((one, other) => other.at - one.at)
        .slice(0, limit),
    lastAuditEvent: async (key, wanted) =>
      audit
        .filter(({ subjectKey, kind }) => subjectKey === key && kind === wanted)
        .sort((one, other) => other.at - one.at)[0] ?? null,
    ...memoryKeys(people, outbox),
    ...memoryPolicies(commitEffects),
    ...singleSignOn.store,
    databaseTime: async () => now(),
    async cleanUp(limits) {
      const { pendingCreatedBefore, sessionsEndedBefore, backupCodesSavedBefore, messagesClosedBefore } = limits
      for (const [subjectKey, found] of people) {
        if (found.bypassCode && found.bypassCode.endsAt < limits.bypassCodesEndedBefore) found.bypassCode = null
        if (found.pending && found.pending.createdAt < pendingCreatedBefore) found.pending = null
        for (const [key, { endsAt }] of found.sessions) if (endsAt < sessionsEndedBefore) found.sessions.delete(key)
        const savedAt = found.enrolment?.backupCodesSavedAt ?? Number.POSITIVE_INFINITY
        if (savedAt < backupCodesSavedBefore) {
          found.backupCodes = found.backupCodes.map((code) =>
            lasting.has(code.createdAt + subjectKey) ? code : { ...code, sealedCode: null },
          )
        }
        found.devices = found.devices.filter(({ endsAt }) => endsAt >= limits.trustedDevicesEndedBefore)
      }
      singleSignOn.cleanUp(sessionsEndedBefore)
      for (const [id, { closed, closedAt }] of outbox) {
        if (closed !== null && closedAt < messagesClosedBefore) outbox.delete(id)
      }
      for (const [key, endsAt] of logoutTokens) if (endsAt < limits.logoutTokensEndedBefore) logoutTokens.delete(key)
    },
  }
  const noted = Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (...given: unknown[]) => {
        calls.push(name)
        return (method as (...args: unknown[]) => unknown)(...given)
      },
    ]),
  ) as unknown as Store
  const store: MemoryStore = { ...noted, time: undefined, audit, outbox, calls, moved }
  return store
}
