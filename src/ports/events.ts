import type { Channel } from '../domain/messages/channel.js'

/** Something the people who run the application should know. Holds no secret, code or address. */
export type TwoFactorEvent =
  | {
      readonly kind: 'mail-failed' | 'sms-failed'
      readonly messageId: string
      readonly tries: number
      readonly error: unknown
    }
  | { readonly kind: 'mail-given-up' | 'sms-given-up'; readonly messageId: string; readonly tries: number }
  /** Mails or SMS do not go out any more, none of them; their codes are not offered until they do. */
  | { readonly kind: 'channel-failing'; readonly channel: Channel; readonly error: unknown }
  | { readonly kind: 'channel-working'; readonly channel: Channel }
  /** Nobody can be told of anything: there is no option `mailer`. */
  | { readonly kind: 'mail-not-configured' }
  /** Policies and Keycloak were brought into step as far as that needs nobody; in numbers of tenants. */
  | {
      readonly kind: 'policies-synchronized'
      readonly settled: number
      readonly waiting: number
      readonly missing: number
      readonly failed: number
    }
  | { readonly kind: 'worker-failed'; readonly worker: string; readonly error: unknown }
  | { readonly kind: 'request-failed'; readonly error: unknown }

/** Where events go. Must not throw. */
export interface Events {
  emit(event: TwoFactorEvent): void
}
