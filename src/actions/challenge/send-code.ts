import { countSending, type SendCount } from '../../domain/challenge/send-count.js'
import {
  isSentCodeAlive,
  RESEND_AFTER_MS,
  SENT_CODE_MS,
  type SentCode,
  type SentCodePurpose,
  sentCodeFrom,
} from '../../domain/challenge/sent-code.js'
import type { Destination } from '../../domain/enrolment/destination.js'
import type { Channel } from '../../domain/messages/channel.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, KeyedHash, Random, Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { type ChannelStates, isWorking } from '../messages/read-channels.js'
import { auditEvent, sealedMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'
import { comparable, wentTo } from './find-sent-code.js'

/** Whether a code is on its way, and where to. `resendAt` and `until` are times in ms. */
export type Sending = { readonly channel: Channel; readonly to: string } & (
  | {
      readonly outcome: 'sent' | 'alive'
      readonly resendAt: number /** False: it may not arrive. */
      readonly works: boolean
    }
  | { readonly outcome: 'capped'; readonly until: number }
  /** The channel does not work now, and so none was sent. */
  | { readonly outcome: 'unavailable' }
)

/** How a code is asked for. */
export interface SendOptions {
  /** True where the person asks for another one. */
  readonly again?: boolean
  /** True where it is to go to the fallback address: for this one challenge, in place of the SMS. */
  readonly byEmail?: boolean
}

/** What sending needs. */
export interface SendPorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly keyedHash: KeyedHash
  readonly identities: Identities
  readonly random: Random
  readonly clock: Clock
  readonly readChannels: () => Promise<ChannelStates>
}

/** Where one code goes. */
type Target = Pick<Destination, 'channel' | 'to'>

/**
 * Sends a code, unless the login has one that can be entered: `alive`. With `again` a new one is sent all the same, once a
 * minute has passed; by another channel at once. The code before is dead then. At most five an hour and twenty a day for
 * each person and for each address or number: `capped`. None of this gives tries back.
 *
 * Where the channel does not work, only somebody who asks `again` has it tried; a channel that is not configured never is.
 */
export function sendCode(ports: SendPorts) {
  return async (
    caller: Caller,
    purpose: SentCodePurpose,
    destination: Destination,
    { again = false, byEmail = false }: SendOptions = {},
  ): Promise<Sending> =>
    settleAgain<Sending>(async () => {
      const sessionKey = ports.identities.session(caller.login)
      const now = ports.clock.at(await ports.store.databaseTime())
      const last = await ports.store.sentCode(sessionKey, purpose)
      const alive = last !== null && isSentCodeAlive(last, now) ? last : null
      const target = targetOf(ports.keyedHash, destination, alive, byEmail)
      const state = (await ports.readChannels())[target.channel]
      const wasSentThere = alive !== null && wentTo(ports.keyedHash, alive, target.to)
      if (wasSentThere && (!again || now < alive.sentAt + RESEND_AFTER_MS)) {
        const resendAt = alive.sentAt + RESEND_AFTER_MS
        return settled({ ...target, outcome: 'alive', resendAt, works: isWorking(state) })
      }
      if (state.state === 'not-configured' || (state.state === 'failing' && !again)) {
        return settled({ ...target, outcome: 'unavailable' })
      }
      const hash = ports.keyedHash.hash('destination', comparable(target.to)).hash
      const counted = (await ports.store.sendCounts([caller.subject.key, hash])).map((count) =>
        countSending(count, now),
      )
      const capped = counted.flatMap((count) => ('cappedUntil' in count ? [count.cappedUntil] : []))
      if (capped.length > 0) return settled({ ...target, outcome: 'capped', until: Math.max(...capped) })

      const code = newCode(ports.random)
      const kept: SentCode = {
        sessionKey,
        purpose,
        subjectKey: caller.subject.key,
        hash: ports.keyedHash.hash('sent-code', code).hash,
        channel: target.channel,
        destination: hash,
        sentAt: now,
      }
      const body = { userId: caller.subject.userId, code, ...target, endsAt: now + SENT_CODE_MS }
      const settlement = await ports.store.putSentCode(kept, {
        counts: counted.flatMap((count): SendCount[] => ('next' in count ? [count.next] : [])),
        effects: {
          audit: [auditEvent(ports.random, caller, 'code-sent', now, { purpose, channel: target.channel })],
          messages: [await sealedMessage(ports, caller, now, body)],
        },
      })
      const answer = { ...target, outcome: 'sent', resendAt: now + RESEND_AFTER_MS, works: isWorking(state) } as const
      return { settlement, answer }
    })
}

const settled = (answer: Sending) => ({ settlement: 'settled', answer }) as const

/** The fallback address, where it is asked for, or where the code under way went there; else the usual destination. */
function targetOf(
  keyedHash: KeyedHash,
  { channel, to, fallback }: Destination,
  alive: SentCode | null,
  byEmail: boolean,
): Target {
  if (fallback === null) return { channel, to }
  const isUnderWay = alive !== null && wentTo(keyedHash, alive, fallback)
  return byEmail || isUnderWay ? { channel: 'email', to: fallback } : { channel, to }
}

function newCode(random: Random): string {
  for (;;) {
    const code = sentCodeFrom(random.bytes(4))
    if (code !== null) return code
  }
}
