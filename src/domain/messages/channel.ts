/** The ways in which messages reach people: codes go by both, notices by e-mail alone. */
export const CHANNELS = ['email', 'sms'] as const

/** One way in which messages reach people. */
export type Channel = (typeof CHANNELS)[number]

/** A channel that did not take messages when it was last tried. */
export interface ChannelTrouble {
  readonly channel: Channel
  /** Since when, in ms. */
  readonly since: number
  /** When that was last seen, in ms. */
  readonly lastAt: number
  /** What failed and the cure, in English; no secret, code or address. */
  readonly reason: string
}

/** What is known of a channel. */
export type ChannelState =
  | { readonly state: 'working' }
  /** Not offered to anybody until it works again. */
  | { readonly state: 'failing'; readonly since: number; readonly reason: string }
  /** There is no option for it: `mailer` or `sms`. */
  | { readonly state: 'not-configured' }

/**
 * How long a trouble counts after it was last seen: five minutes, in ms. Then the channel is tried anew, since where it
 * was given up nothing else would show that it works again.
 */
export const TROUBLE_MS = 5 * 60_000

/** What is known of a channel, from whether it is configured and from its last trouble. */
export function channelState(isConfigured: boolean, trouble: ChannelTrouble | undefined, now: number): ChannelState {
  if (!isConfigured) return { state: 'not-configured' }
  if (trouble === undefined || now >= trouble.lastAt + TROUBLE_MS) return { state: 'working' }
  return { state: 'failing', since: trouble.since, reason: trouble.reason }
}
