import { type Channel, type ChannelTrouble, TROUBLE_MS } from '../../domain/messages/channel.js'
import { isTwoFactorError } from '../../errors.js'
import type { Events } from '../../ports/events.js'
import type { Mailer, Sms } from '../../ports/mailer.js'
import type { Store } from '../../ports/store.js'

/** How one try to send something went. */
export interface Attempt {
  readonly channel: Channel
  /** What the channel threw; null where it took the message. */
  readonly error: unknown
}

/** A trouble that goes on is written again this often, in ms. */
const REWRITE_MS = 60_000

/** A channel that can be asked without sending is asked this often while it does not work, in ms. */
const CHECK_MS = 15_000

/**
 * Keeps what the tries of this process tell of the channels, for all processes: one message that goes out shows that a
 * channel works, one that does not, and not because of its recipient alone, that it does not.
 */
export function watchChannels(ports: {
  store: Pick<Store, 'channelTroubles' | 'putChannelTrouble' | 'removeChannelTrouble'>
  mailer: Mailer | null
  sms: Sms | null
  events: Events
}) {
  const { store, events } = ports
  const checkedAt = new Map<Channel, number>()

  async function note(
    known: readonly ChannelTrouble[],
    channel: Channel,
    outcome: Outcome,
    now: number,
  ): Promise<void> {
    const before = known.find((trouble) => trouble.channel === channel)
    if (outcome.works) {
      if (before === undefined) return
      await store.removeChannelTrouble(channel)
      return events.emit({ kind: 'channel-working', channel })
    }
    if (before !== undefined && now < before.lastAt + REWRITE_MS) return
    // Where nothing was heard of it for so long, it has worked in between for all that is known.
    const goesOn = before !== undefined && now < before.lastAt + 2 * TROUBLE_MS
    const since = goesOn ? before.since : now
    await store.putChannelTrouble({ channel, since, lastAt: now, reason: reasonOf(outcome.error) })
    if (!goesOn) events.emit({ kind: 'channel-failing', channel, error: outcome.error })
  }

  return {
    /** Notes how tries went, where that is news. */
    async noted(attempts: readonly Attempt[], now: number): Promise<void> {
      const outcomes = outcomesOf(attempts)
      if (outcomes.size === 0) return
      const known = await store.channelTroubles()
      for (const [channel, outcome] of outcomes) await note(known, channel, outcome, now)
    },
    /** Asks the channels that do not work whether they do now, where they can be asked. */
    async checked(now: number): Promise<void> {
      const known = await store.channelTroubles()
      for (const { channel } of known) {
        const port = channel === 'email' ? ports.mailer : ports.sms
        if (port?.check === undefined || now < (checkedAt.get(channel) ?? 0) + CHECK_MS) continue
        checkedAt.set(channel, now)
        const outcome = await port.check().then(
          () => ({ works: true }) as const,
          (error: unknown) => ({ works: false, error }) as const,
        )
        await note(known, channel, outcome, now)
      }
    },
  }
}

type Outcome = { readonly works: true } | { readonly works: false; readonly error: unknown }

/** What several tries at once say of each channel; a recipient that was refused says nothing. */
function outcomesOf(attempts: readonly Attempt[]): Map<Channel, Outcome> {
  const outcomes = new Map<Channel, Outcome>()
  for (const { channel, error } of attempts) {
    if (error === null) outcomes.set(channel, { works: true })
    else if (!isRecipients(error) && !outcomes.has(channel)) outcomes.set(channel, { works: false, error })
  }
  return outcomes
}

/** True where a message was refused because of its recipient alone. */
export function isRecipients(error: unknown): boolean {
  return isTwoFactorError(error) && error.recipientRefused
}

/** Only our own messages are known to hold no address. */
function reasonOf(error: unknown): string {
  return isTwoFactorError(error)
    ? error.message
    : 'It failed with an error of its own kind; see the event channel-failing.'
}
