import type { Channel } from '../../domain/messages/channel.js'
import { recentPassword } from '../../domain/messages/recent-password.js'
import type { Person } from '../../ports/directory.js'
import type { OutboxMessage } from '../../ports/store.js'
import { mailAddressOf, type SealedBody } from '../record.js'
import { readPasswordSetAt } from '../trusted-devices/read-password-set-at.js'
import type { DeliverPorts } from './deliver-messages.js'
import { type Attempt, isRecipients } from './watch-channels.js'

type CodeBody = Extract<SealedBody, { code: string }>
type NoticeBody = Extract<SealedBody, { notice: unknown }>

/**
 * Sends one message; what the channels took or refused is added to `attempts`. Throws where it is to be tried again. False
 * where nothing is to be sent any more: the person is gone or has no address, the code has ended, or nothing can be sent.
 */
export async function sendMessage(
  ports: DeliverPorts,
  { subjectKey }: OutboxMessage,
  body: SealedBody,
  now: number,
  attempts: Attempt[],
): Promise<boolean> {
  if ('code' in body && now >= body.endsAt) return false
  if ((isBySms(body) ? ports.sms : ports.mailer) === null) return false
  const person = await ports.directory.person(body.userId)
  if (person === null) return false
  if ('code' in body) {
    await noting(attempts, body.channel, () => sendOneCode(ports, body, person, now))
    return true
  }
  return tell(ports, subjectKey, body, person, attempts)
}

const isBySms = (body: SealedBody) => 'code' in body && body.channel === 'sms'

async function sendOneCode(ports: DeliverPorts, body: CodeBody, person: Person, now: number): Promise<void> {
  const { messages, mailer, sms } = ports
  const { to, userId, channel } = body
  const recipient = recipientOf(person)
  if (channel === 'sms') return sms?.send({ to, userId, text: messages.smsCode(body, recipient) })
  const passwordSetAt = recentPassword(await readPasswordSetAt(ports, userId, { fresh: true }), now)
  await mailer?.send({ to, userId, ...messages.code({ ...body, passwordSetAt }, recipient) })
}

/**
 * Mails a notice to every address that is the person's: Keycloak's, since they read it, and the one that is fixed in their
 * enrolment, since whoever knows the password can change Keycloak's. One that is refused holds back no other.
 */
async function tell(
  { messages, mailer, store, sealer }: DeliverPorts,
  subjectKey: string,
  { userId, notice, also }: NoticeBody,
  person: Person,
  attempts: Attempt[],
): Promise<boolean> {
  const { enrolment } = await store.load(subjectKey, '')
  const fixed = enrolment === null ? null : await mailAddressOf(sealer, subjectKey, enrolment)
  const known = [person.email, fixed, also].filter(
    (address) => address !== null && address !== undefined && address !== '',
  )
  const addresses = [...new Map(known.map((address) => [address?.toLowerCase(), address ?? ''])).values()]
  const written = messages.notice(notice, recipientOf(person))
  const outcomes = await Promise.allSettled(
    addresses.map((to) => noting(attempts, 'email', () => mailer?.send({ to, userId, ...written }))),
  )
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  const isTold = failures.length < addresses.length
  // Once it has arrived somewhere, a refused address is not worth a second mail there.
  const again = isTold ? failures.filter((error) => !isRecipients(error)) : failures
  if (again.length > 0) throw again[0]
  return isTold
}

function recipientOf({ displayName, locale }: Person) {
  return { name: displayName, locale }
}

async function noting(attempts: Attempt[], channel: Channel, send: () => Promise<void> | undefined): Promise<void> {
  try {
    await send()
    attempts.push({ channel, error: null })
  } catch (error) {
    attempts.push({ channel, error })
    throw error
  }
}
