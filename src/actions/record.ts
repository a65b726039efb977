import type { AuditEvent, AuditKind } from '../domain/administration/audit-event.js'
import type { Notice } from '../domain/messages/notice.js'
import type { Subject } from '../domain/sign-in/login.js'
import type { Random, Sealer } from '../ports/crypto.js'
import type { OutboxMessage } from '../ports/store.js'
import type { Actor, Caller } from './context.js'

/** Whom a record is about, and from where it was caused. */
type Affected = Pick<Caller, 'subject' | 'origin'>

/** Makes the audit entry of something that a person did, or that was done to them. */
export function auditEvent(
  random: Random,
  caller: Affected,
  kind: AuditKind,
  at: number,
  details: AuditEvent['details'] = {},
): AuditEvent {
  return { id: random.id(at), subjectKey: caller.subject.key, kind, at, origin: caller.origin, details }
}

/** Makes the audit entry of something that an administrator did to a person. */
export function auditEventBy(
  random: Random,
  { by, origin }: Actor,
  subject: Pick<Subject, 'key'>,
  kind: AuditKind,
  at: number,
  details: AuditEvent['details'] = {},
): AuditEvent {
  return { id: random.id(at), subjectKey: subject.key, kind, at, origin, details: { ...details, by } }
}

/** Makes the mail that tells a person of something an administrator did; from where is no business of theirs. */
export function outboxMessageBy(
  ports: { random: Random; sealer: Sealer },
  subject: Subject,
  notice: Omit<Notice, 'origin'>,
): Promise<OutboxMessage> {
  const origin = { browser: null, system: null, address: null }
  const body = { userId: subject.userId, notice: { ...notice, origin } }
  return sealedMessage(ports, { subject }, notice.at, body)
}

/** Makes the mail that tells the person of it, sealed; name, address and language are looked up when it is sent. */
export async function outboxMessage(
  { random, sealer }: { random: Random; sealer: Sealer },
  caller: Affected,
  notice: Omit<Notice, 'origin'>,
): Promise<OutboxMessage> {
  const { userId } = caller.subject
  return sealedMessage({ random, sealer }, caller, notice.at, { userId, notice: { ...notice, origin: caller.origin } })
}

/** Seals what to tell whom, so that the outbox holds no name, address or code in the open. */
export async function sealedMessage(
  { random, sealer }: { random: Random; sealer: Sealer },
  { subject }: Pick<Affected, 'subject'>,
  at: number,
  body: SealedBody,
): Promise<OutboxMessage> {
  return {
    id: random.id(at),
    subjectKey: subject.key,
    sealedBody: await sealer.seal(JSON.stringify(body), { subjectKey: subject.key, purpose: 'message' }),
    createdAt: at,
    nextTryAt: at,
    tries: 0,
  }
}

/** What is inside a message's sealed body: a notice, or a code and where it goes. */
export type SealedBody =
  | { readonly userId: string; readonly notice: Notice }
  | { readonly userId: string; readonly code: string; readonly to: string; readonly endsAt: number }
