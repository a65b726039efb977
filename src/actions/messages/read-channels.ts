import { type Channel, type ChannelState, channelState } from '../../domain/messages/channel.js'
import type { Clock } from '../../ports/clock.js'
import type { Mailer, Sms } from '../../ports/mailer.js'
import type { Store } from '../../ports/store.js'

/** What is known of each channel. */
export type ChannelStates = { readonly [Name in Channel]: ChannelState }

/** What the channels are, and where their troubles are kept. Null: there is no option for it. */
export interface ChannelPorts {
  readonly store: Pick<Store, 'databaseTime' | 'channelTroubles'>
  readonly clock: Clock
  readonly mailer: Mailer | null
  readonly sms: Sms | null
}

/** Reads what is known of each channel, by all processes together. */
export function readChannels({ store, clock, mailer, sms }: ChannelPorts) {
  return async (): Promise<ChannelStates> => {
    const now = clock.at(await store.databaseTime())
    const troubles = await store.channelTroubles()
    const state = (channel: Channel, isConfigured: boolean) =>
      channelState(
        isConfigured,
        troubles.find((trouble) => trouble.channel === channel),
        now,
      )
    return { email: state('email', mailer !== null), sms: state('sms', sms !== null) }
  }
}

/** True for a channel that codes are offered by. */
export function isWorking({ state }: ChannelState): boolean {
  return state === 'working'
}
