import type { Channel } from '../../domain/messages/channel.js'
import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { Mailer, Messages, Sms } from '../../ports/mailer.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'

/** Where a test message goes, and in which language; default: English. */
export interface TestMessage {
  readonly channel: Channel
  /** A mail address, or a number in the form of E.164. */
  readonly to: string
  readonly locale?: string | null
}

/**
 * Sends a message at once, past the outbox, so that an administrator sees whether the channel works. `by` is noted in the
 * audit log where it is a person. Throws `ERR_2FA_CONFIGURATION` where there is no option for the channel, and
 * `ERR_2FA_MAIL` or `ERR_2FA_SMS`, with what is wrong and the cure, where it does not take the message.
 */
export function sendTestMessage(ports: {
  store: Pick<Store, 'databaseTime' | 'addAuditEvent' | 'removeChannelTrouble'>
  random: Random
  clock: Clock
  messages: Messages
  mailer: Mailer | null
  sms: Sms | null
}) {
  return async ({ channel, to, locale = null }: TestMessage, by: Caller | null): Promise<void> => {
    const { mailer, sms, messages, store } = ports
    const port = channel === 'sms' ? sms : mailer
    if (port === null) {
      const cure = channel === 'sms' ? 'set option "sms"' : 'set option "mailer"'
      throw new TwoFactorError(
        'ERR_2FA_CONFIGURATION',
        `There is nothing to send it with; ${cure} of createTwoFactor().`,
      )
    }
    if (by !== null) {
      const now = ports.clock.at(await store.databaseTime())
      await store.addAuditEvent(auditEvent(ports.random, by, 'test-message-sent', now, { channel }))
    }
    const recipient = { name: '', locale }
    if (channel === 'sms') await sms?.send({ to, userId: null, text: messages.smsTest(recipient) })
    else await mailer?.send({ to, userId: null, ...messages.test(recipient) })
    await store.removeChannelTrouble(channel)
  }
}
