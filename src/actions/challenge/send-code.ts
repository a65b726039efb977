import { countSending, type SendCount } from '../../domain/challenge/send-count.js'
import {
  isSentCodeAlive,
  RESEND_AFTER_MS,
  SENT_CODE_MS,
  type SentCode,
  type SentCodePurpose,
  sentCodeFrom,
} from '../../domain/challenge/sent-code.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, KeyedHash, Random, Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent, sealedMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'

/** Whether a code is on its way. `resendAt` and `until` are times in ms. */
export type Sending =
  | { readonly outcome: 'sent' | 'alive'; readonly resendAt: number }
  | { readonly outcome: 'capped'; readonly until: number }

/** What sending needs. */
export interface SendPorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly keyedHash: KeyedHash
  readonly identities: Identities
  readonly random: Random
  readonly clock: Clock
}

/**
 * Mails a code to an address, unless the login has one that can be entered: `alive`. With `again` a new one is sent all
 * the same, once a minute has passed, and the old one is dead. At most five an hour and twenty a day for each person and
 * for each address: `capped`. None of this gives tries back.
 */
export function sendCode(ports: SendPorts) {
  return async (caller: Caller, purpose: SentCodePurpose, to: string, { again = false } = {}): Promise<Sending> =>
    settleAgain<Sending>(async () => {
      const sessionKey = ports.identities.session(caller.login)
      const now = ports.clock.at(await ports.store.databaseTime())
      const last = await ports.store.sentCode(sessionKey, purpose)
      if (last !== null && isSentCodeAlive(last, now) && (!again || now < last.sentAt + RESEND_AFTER_MS)) {
        return { settlement: 'settled', answer: { outcome: 'alive', resendAt: last.sentAt + RESEND_AFTER_MS } }
      }
      const keys = [caller.subject.key, ports.keyedHash.hash('destination', to.toLowerCase()).hash]
      const counted = (await ports.store.sendCounts(keys)).map((count) => countSending(count, now))
      const capped = counted.flatMap((count) => ('cappedUntil' in count ? [count.cappedUntil] : []))
      if (capped.length > 0) return { settlement: 'settled', answer: { outcome: 'capped', until: Math.max(...capped) } }

      const code = newCode(ports.random)
      const { hash } = ports.keyedHash.hash('sent-code', code)
      const kept: SentCode = { sessionKey, purpose, subjectKey: caller.subject.key, hash, sentAt: now }
      const body = { userId: caller.subject.userId, code, to, endsAt: now + SENT_CODE_MS }
      const settlement = await ports.store.putSentCode(kept, {
        counts: counted.flatMap((count): SendCount[] => ('next' in count ? [count.next] : [])),
        effects: {
          audit: [auditEvent(ports.random, caller, 'code-sent', now, { purpose })],
          messages: [await sealedMessage(ports, caller, now, body)],
        },
      })
      return { settlement, answer: { outcome: 'sent', resendAt: now + RESEND_AFTER_MS } }
    })
}

function newCode(random: Random): string {
  for (;;) {
    const code = sentCodeFrom(random.bytes(4))
    if (code !== null) return code
  }
}
