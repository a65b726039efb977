import { retryAfter } from '../../domain/messages/retry.js'
import type { Clock } from '../../ports/clock.js'
import type { Sealer } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { Events } from '../../ports/events.js'
import type { Mailer, Messages } from '../../ports/mailer.js'
import type { OutboxMessage, Store } from '../../ports/store.js'
import type { SealedBody } from '../record.js'

/** How long a claimed message stays with the process that claimed it, in ms: longer than any delivery may take. */
const LEASE_MS = 2 * 60_000

const BATCH = 20

type DeliverPorts = {
  store: Store
  sealer: Sealer
  directory: Pick<Directory, 'person'>
  messages: Messages
  mailer: Mailer
  events: Events
  clock: Clock
}

/**
 * Sends the messages that are due, each claimed by compare-and-set so that several processes send each once. What cannot
 * be sent is tried again, later each time, and given up after three days. Returns how many were claimed.
 */
export function deliverMessages(ports: DeliverPorts) {
  return async (): Promise<number> => {
    const now = ports.clock.at(await ports.store.databaseTime())
    const claimed = await ports.store.claimMessages(now, now + LEASE_MS, BATCH)
    await Promise.all(claimed.map((message) => deliver(ports, message, now)))
    return claimed.length
  }
}

async function deliver(ports: DeliverPorts, message: OutboxMessage, now: number): Promise<void> {
  const { store, events } = ports
  let sent: boolean
  try {
    sent = await send(ports, message, now)
  } catch (error) {
    const { tries, createdAt } = message
    events.emit({ kind: 'mail-failed', messageId: message.id, tries, error })
    const next = retryAfter(createdAt, tries, now)
    if (next !== null) return store.postponeMessage(message.id, next)
    events.emit({ kind: 'mail-given-up', messageId: message.id, tries })
    sent = false
  }
  await store.closeMessage(message.id, now, sent ? 'sent' : 'given-up')
}

/** False where nothing is to be sent any more: the person is gone, or has no address, or the code has ended. */
async function send(ports: DeliverPorts, message: OutboxMessage, now: number): Promise<boolean> {
  const { sealer, directory, messages, mailer } = ports
  const { subjectKey, sealedBody } = message
  const body = JSON.parse(await sealer.open(sealedBody, { subjectKey, purpose: 'message' })) as SealedBody
  if ('code' in body && now >= body.endsAt) return false
  const person = await directory.person(body.userId)
  if (person === null) return false
  const recipient = { name: person.displayName, locale: person.locale }
  if ('code' in body) {
    await mailer.send({ to: body.to, ...messages.code(body, recipient) })
    return true
  }
  if (!person.email) return false
  await mailer.send({ to: person.email, ...messages.notice(body.notice, recipient) })
  return true
}
