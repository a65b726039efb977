import type { ChannelItem } from '../../views/administration/messages.js'
import type { Frame } from '../../views/frame.js'
import { Notice } from '../notice.js'
import type { Spoken } from '../spoken.js'

interface ChannelsProps {
  readonly frame: Spoken<Frame>
  readonly channels: readonly ChannelItem[]
  /** Only operators are led to the reason. */
  readonly operator: boolean
}

/** Tells administrators where mails or SMS do not go out; nothing where all is well. */
export function Channels({ frame, channels, operator }: ChannelsProps) {
  const texts = frame.texts.administration.channels
  const troubles = channels.map(({ channel, state, since }) => {
    if (state === 'failing') return texts[channel].failing({ at: since ?? frame.now, timeZone: frame.timeZone })
    // An application without SMS is a usual one; without mails nobody is told of anything.
    return state === 'not-configured' && channel === 'email' ? texts.email.notConfigured : null
  })
  const told = troubles.filter((trouble) => trouble !== null)
  if (told.length === 0) return null
  return (
    <Notice tone="warning">
      {told.map((trouble) => (
        <p key={trouble}>{trouble}</p>
      ))}
      {operator ? (
        <p>
          <a href={`${frame.base}/admin/messages`}>{texts.see}</a>
        </p>
      ) : (
        <p>{texts.tellOperator}</p>
      )}
    </Notice>
  )
}
