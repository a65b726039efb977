import type { AdminMessagesView } from '../../views/administration/messages.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { Trail } from './trail.js'

type Channel = AdminMessagesView['channels'][number]

/** Whether mails and SMS go out, why not, and a test message for each. */
export function adminMessagesPage(view: Spoken<AdminMessagesView>): string {
  const texts = view.texts.administration.channels
  return htmlDocument({
    frame: view,
    title: texts.title,
    wide: true,
    failed: view.tried !== null && view.tried.problem !== null,
    children: (
      <>
        <Trail frame={view} />
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead}</p>
        {view.channels.map((channel) => (
          <ChannelSection key={channel.channel} view={view} channel={channel} />
        ))}
      </>
    ),
  })
}

function ChannelSection({ view, channel }: { view: Spoken<AdminMessagesView>; channel: Channel }) {
  const texts = view.texts.administration.channels
  const own = texts[channel.channel]
  const tried = view.tried?.channel === channel.channel ? view.tried : null
  return (
    <section class="alternative">
      <h2>
        {own.title} <span class={`badge ${BADGES[channel.state]}`}>{texts.state[channel.state]}</span>
      </h2>
      {channel.state === 'failing' && (
        <>
          <p>{own.failing({ at: channel.since ?? view.now, timeZone: view.timeZone })}</p>
          <p class="reason" lang="en">
            {channel.reason}
          </p>
        </>
      )}
      {channel.state === 'not-configured' && <p class="hint">{own.notConfigured}</p>}
      {tried !== null && tried.problem === null && (
        <Notice tone="done">
          <p>{texts.sent}</p>
        </Notice>
      )}
      {tried !== null && tried.problem !== null && (
        <Notice tone="problem">
          <p>{texts.notSent}</p>
          <p lang="en">{tried.problem}</p>
        </Notice>
      )}
      {channel.state !== 'not-configured' && <TestForm view={view} channel={channel.channel} />}
    </section>
  )
}

const BADGES = { working: 'on', failing: 'bad', 'not-configured': '' } as const

const FIELDS = {
  email: { type: 'email', autocomplete: 'email', inputmode: 'email' },
  sms: { type: 'tel', autocomplete: 'tel', inputmode: 'tel' },
} as const

function TestForm({ view, channel }: { view: Spoken<AdminMessagesView>; channel: Channel['channel'] }) {
  const texts = view.texts.administration.channels
  const id = `to-${channel}`
  return (
    <PostForm frame={view} action="/admin/messages/test">
      <input type="hidden" name="channel" value={channel} />
      <div class="field">
        <label for={id}>{texts[channel].to}</label>
        <input class="plain" id={id} name="to" required maxLength={254} {...FIELDS[channel]} />
      </div>
      <button type="submit" class="button">
        {texts.test}
      </button>
    </PostForm>
  )
}
