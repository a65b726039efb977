import type { Channel } from '../messages/channel.js'
import type { Method } from './enrolment.js'
import { maskedAddress } from './masked-address.js'
import { maskedPhoneNumber } from './phone-number.js'

/** Where the codes of an enrolment go. It is fixed at set-up: what changes in Keycloak later does not move it. */
export interface Destination {
  readonly channel: Channel
  /** A mail address, or a number in the form of E.164. */
  readonly to: string
  /**
   * The mail address for codes that do not arrive by SMS; null where Keycloak had verified none at set-up, and for codes
   * by e-mail. Fixed as well: the address in Keycloak can be changed with the password alone.
   */
  readonly fallback: string | null
}

/** A destination as the text that is sealed. */
export function writeDestination({ channel, to, fallback }: Destination): string {
  return channel === 'email' ? to : JSON.stringify({ to, fallback })
}

/** What `writeDestination` wrote for this method; null for an authenticator app. */
export function readDestination(method: Method, text: string): Destination | null {
  if (method === 'totp') return null
  if (method === 'email') return { channel: 'email', to: text, fallback: null }
  const { to, fallback } = JSON.parse(text) as { to: string; fallback: string | null }
  return { channel: 'sms', to, fallback }
}

/** A mail address or a number as its owner recognises it and nobody else learns it. */
export function masked(channel: Channel, to: string): string {
  return channel === 'email' ? maskedAddress(to) : maskedPhoneNumber(to)
}
