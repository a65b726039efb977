import type { AdminPersonView } from '../../views/administration/person.js'
import { PostForm } from '../post-form.js'
import { sideBySide } from '../side-by-side.js'
import type { Spoken } from '../spoken.js'

/** The browsers in which the person is not asked, and an end to it; nothing where there are none. */
export function PersonDevices({ view }: { view: Spoken<AdminPersonView> }) {
  const { devices, who, reach, timeZone, texts } = view
  const { trustedDevices } = texts
  const words = texts.administration.pages.devices
  const path = `/admin/people/${encodeURIComponent(who.userId)}/devices`
  if (devices.length === 0) return null
  return (
    <section class="part">
      <h2>{words.title}</h2>
      <p class="hint">{words.hint}</p>
      <ul class="list rows">
        {devices.map((device) => {
          const itself = trustedDevices.browser(device)
          const facts = [
            words.used({ at: device.usedAt, timeZone }),
            words.ends({ at: device.endsAt, timeZone }),
            device.address,
          ]
          return (
            <li key={device.id}>
              <span>
                <b>{device.name ?? itself}</b>
                <br />
                <span class="hint">{sideBySide(device.name !== null && itself, ...facts)}</span>
              </span>
              {reach === 'act' && (
                <PostForm frame={view} action={`${path}/${device.id}/revoke`}>
                  <button
                    type="submit"
                    class="button small"
                    aria-label={trustedDevices.revokeOf({ device: device.name ?? itself })}
                  >
                    {trustedDevices.revoke}
                  </button>
                </PostForm>
              )}
            </li>
          )
        })}
      </ul>
      {reach === 'act' && devices.length > 1 && (
        <PostForm frame={view} action={`${path}/revoke-all`}>
          <button type="submit" class="button danger">
            {trustedDevices.revokeAll}
          </button>
        </PostForm>
      )}
    </section>
  )
}
