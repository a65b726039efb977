import type { Channel } from '../../domain/messages/channel.js'
import { retryAfter } from '../../domain/messages/retry.js'
import type { Clock } from '../../ports/clock.js'
import type { Sealer } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { Events } from '../../ports/events.js'
import type { Mailer, Messages, Sms } from '../../ports/mailer.js'
import type { Passwords } from '../../ports/passwords.js'
import type { OutboxMessage, Store } from '../../ports/store.js'
import type { SealedBody } from '../record.js'
import { sendMessage } from './send-message.js'
import { type Attempt, watchChannels } from './watch-channels.js'

/** How long a claimed message stays with the process that claimed it, in ms: longer than any delivery may take. */
const LEASE_MS = 2 * 60_000

const BATCH = 20

/** What delivering needs. */
export interface DeliverPorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly directory: Pick<Directory, 'person'> & Partial<Passwords>
  readonly messages: Messages
  readonly mailer: Mailer | null
  readonly sms: Sms | null
  readonly events: Events
  readonly clock: Clock
}

/**
 * Sends the messages that are due, each claimed by compare-and-set so that several processes send each once. What cannot
 * be sent is tried again, later each time, and given up after three days; a code once it has ended. Returns how many were
 * claimed.
 */
export function deliverMessages(ports: DeliverPorts) {
  const channels = watchChannels(ports)
  return async (): Promise<number> => {
    const now = ports.clock.at(await ports.store.databaseTime())
    const claimed = await ports.store.claimMessages(now, now + LEASE_MS, BATCH)
    const attempts: Attempt[] = []
    const delivered = await Promise.allSettled(claimed.map((message) => deliver(ports, message, now, attempts)))
    await channels.noted(attempts, now)
    if (claimed.length === 0) await channels.checked(now)
    for (const outcome of delivered) if (outcome.status === 'rejected') throw outcome.reason
    return claimed.length
  }
}

async function deliver(ports: DeliverPorts, message: OutboxMessage, now: number, attempts: Attempt[]): Promise<void> {
  const { store, sealer, events } = ports
  const { id, tries, createdAt, subjectKey, sealedBody } = message
  let channel: Channel = 'email'
  let sent: boolean
  try {
    const body = JSON.parse(await sealer.open(sealedBody, { subjectKey, purpose: 'message' })) as SealedBody
    if ('code' in body) channel = body.channel
    sent = await sendMessage(ports, message, body, now, attempts)
  } catch (error) {
    events.emit({ kind: channel === 'sms' ? 'sms-failed' : 'mail-failed', messageId: id, tries, error })
    const next = retryAfter(createdAt, tries, now)
    if (next !== null) return store.postponeMessage(id, next)
    events.emit({ kind: channel === 'sms' ? 'sms-given-up' : 'mail-given-up', messageId: id, tries })
    sent = false
  }
  await store.closeMessage(id, now, sent ? 'sent' : 'given-up')
}
