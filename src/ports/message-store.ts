import type { Channel, ChannelTrouble } from '../domain/messages/channel.js'

/** A mail or SMS waiting in the outbox. */
export interface OutboxMessage {
  /** A time-ordered UUID. */
  readonly id: string
  readonly subjectKey: string
  /** What to tell whom, sealed. */
  readonly sealedBody: string
  readonly createdAt: number
  readonly nextTryAt: number
  /** How often it was claimed. */
  readonly tries: number
}

/** The outbox. */
export interface MessageStore {
  /** Claims up to `limit` messages due at `now`, each by compare-and-set, so that several processes send each once. */
  claimMessages(now: number, leaseUntil: number, limit: number): Promise<readonly OutboxMessage[]>
  /** How many messages wait to be sent. */
  waitingMessages(): Promise<number>
  /** Empties the body of a message that was sent, or will never be. */
  closeMessage(id: string, at: number, outcome: 'sent' | 'given-up'): Promise<void>
  /** Lets a message be claimed again at `nextTryAt`. */
  postponeMessage(id: string, nextTryAt: number): Promise<void>
  /** The channels that did not take messages when they were last tried. */
  channelTroubles(): Promise<readonly ChannelTrouble[]>
  /** Notes a trouble in place of the channel's last one. */
  putChannelTrouble(trouble: ChannelTrouble): Promise<void>
  /** Notes that a channel works. */
  removeChannelTrouble(channel: Channel): Promise<void>
}
