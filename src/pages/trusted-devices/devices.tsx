import type { Texts } from '../../texts/index.js'
import type { DeviceItem, DevicesView } from '../../views/trusted-devices/devices.js'
import { htmlDocument } from '../document.js'
import { Icon } from '../icon.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** The page of trusted devices. */
export function devicesPage(view: Spoken<DevicesView>): string {
  const texts = view.texts.trustedDevices
  const { devices, days, done } = view
  return htmlDocument({
    frame: view,
    title: texts.title,
    wide: true,
    children: (
      <>
        {done !== null && (
          <Notice tone="done">
            <p>{texts.done[done]}</p>
          </Notice>
        )}
        <h1>{texts.title}</h1>
        {days === 0 ? (
          <p class="reason">{texts.off}</p>
        ) : devices.length === 0 ? (
          <>
            <p class="lead">{texts.none}</p>
            <p class="hint">{texts.noneHint}</p>
          </>
        ) : (
          <>
            <p class="lead">{texts.lead({ days })}</p>
            <ul class="devices" aria-label={texts.list}>
              {devices.map((device) => (
                <Device key={device.id} view={view} device={device} texts={texts} />
              ))}
            </ul>
            <PostForm frame={view} action="/devices/revoke-all">
              <button type="submit" class="button danger">
                {texts.revokeAll}
              </button>
              <p class="hint centred">{texts.revokeAllHint}</p>
            </PostForm>
          </>
        )}
        <a class="button" href={`${view.base}/`}>
          {texts.back}
        </a>
      </>
    ),
  })
}

interface DeviceProps {
  readonly view: DevicesView
  readonly device: DeviceItem
  readonly texts: Texts['trustedDevices']
}

function Device({ view, device, texts }: DeviceProps) {
  const { id, name, isThis } = device
  const { timeZone } = view
  const itself = texts.browser(device)
  const called = name ?? itself
  const facts = [
    [texts.facts.used, texts.dateTime({ at: device.usedAt, timeZone })],
    [texts.facts.address, device.address ?? texts.unknown],
    [texts.facts.created, texts.date({ at: device.createdAt, timeZone })],
    [texts.facts.ends, texts.date({ at: device.endsAt, timeZone })],
  ] as const
  return (
    <li>
      <Icon name="screen" />
      <div class="device">
        <h2>
          {called} {isThis && <span class="badge on">{texts.thisOne}</span>}
        </h2>
        {name !== null && <p class="hint">{itself}</p>}
        <dl>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div class="acts">
          <PostForm frame={view} action={`/devices/${id}/revoke`}>
            <button type="submit" class="button small danger" aria-label={texts.revokeOf({ device: called })}>
              {texts.revoke}
            </button>
          </PostForm>
          <details>
            <summary aria-label={texts.renameOf({ device: called })}>{texts.rename}</summary>
            <PostForm frame={view} action={`/devices/${id}/rename`}>
              <div class="field">
                <label for={`name-${id}`}>{texts.name}</label>
                <input
                  id={`name-${id}`}
                  name="name"
                  type="text"
                  class="plain"
                  value={name ?? ''}
                  maxlength={64}
                  autocomplete="off"
                  aria-describedby={`hint-${id}`}
                />
                <p class="hint" id={`hint-${id}`}>
                  {texts.nameHint}
                </p>
              </div>
              <button type="submit" class="button small">
                {texts.save}
              </button>
            </PostForm>
          </details>
        </div>
      </div>
    </li>
  )
}
