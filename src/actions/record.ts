import type { AuditEvent, AuditKind } from '../domain/administration/audit-event.js'
import { readDestination } from '../domain/enrolment/destination.js'
import type { Enrolment } from '../domain/enrolment/enrolment.js'
import type { Channel } from '../domain/messages/channel.js'
import type { Notice, RequestOrigin } from '../domain/messages/notice.js'
import type { Subject } from '../domain/sign-in/login.js'
import type { Random, Sealer } from '../ports/crypto.js'
import type { OutboxMessage } from '../ports/store.js'
import type { Actor, Caller } from './context.js'

/** The origin of what nobody's browser did. */
export const NOBODY: RequestOrigin = { browser: null, system: null, address: null }

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
  gone: Enrolment | null = null,
): Promise<OutboxMessage> {
  return outboxMessage(ports, { subject, origin: NOBODY }, notice, gone)
}

/**
 * Makes the mail that tells the person of it, sealed; name, address and language are looked up when it is sent, and so is
 * the address that codes go to. `gone`: the enrolment that this very change deletes, whose address is told once more.
 */
export async function outboxMessage(
  { random, sealer }: { random: Random; sealer: Sealer },
  caller: Affected,
  notice: Omit<Notice, 'origin'>,
  gone: Enrolment | null = null,
): Promise<OutboxMessage> {
  const { userId } = caller.subject
  const also = gone === null ? null : await mailAddressOf(sealer, caller.subject.key, gone)
  const body = { userId, notice: { ...notice, origin: caller.origin }, ...(also !== null && { also }) }
  return sealedMessage({ random, sealer }, caller, notice.at, body)
}

/** The mail address that is fixed in an enrolment; null where there is none, or where its key is missing. */
export async function mailAddressOf(
  sealer: Sealer,
  subjectKey: string,
  { method, sealedSecret }: Enrolment,
): Promise<string | null> {
  if (method === 'totp') return null
  const text = await sealer.open(sealedSecret, { subjectKey, purpose: 'enrolment-secret' }).catch(() => null)
  const destination = text === null ? null : readDestination(method, text)
  return destination?.channel === 'email' ? destination.to : (destination?.fallback ?? null)
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
  | {
      readonly userId: string
      readonly notice: Notice
      /** An address that is told as well, and that nothing else remembers any more. */
      readonly also?: string
    }
  | {
      readonly userId: string
      readonly code: string
      readonly channel: Channel
      readonly to: string
      readonly endsAt: number
    }
