import { NOTES } from './mark.js'
import type { FoundClient, WantedClient } from './realm.js'
import type { ClientChange } from './step.js'

const BACKCHANNEL_URL = 'backchannel.logout.url'
const BACKCHANNEL_SESSION = 'backchannel.logout.session.required'
const POST_LOGOUT = 'post.logout.redirect.uris'

/** Keycloak keeps several values in one text. */
const SEPARATOR = '##'

/** Stands for a client's redirect URIs. */
const REDIRECT_URIS = '+'

/** Stands for no address at all. */
const NONE = '-'

type Logout = NonNullable<WantedClient['logout']>

/** What is to be changed for a client's logout, or null where all is as it should be. */
export function changeOfLogout(client: FoundClient, { backchannelUrl, returnsTo }: Logout): ClientChange | null {
  const attributes: Record<string, string> = {}
  const put = (name: string, value: string) => {
    if (client.attributes[name] !== value) attributes[name] = value
  }
  put(BACKCHANNEL_URL, backchannelUrl)
  put(BACKCHANNEL_SESSION, 'true')
  // What was there already is not ours to take away.
  if (BACKCHANNEL_URL in attributes) put(NOTES.backchannelLogout, backchannelUrl)
  if (BACKCHANNEL_SESSION in attributes) put(NOTES.backchannelSession, 'true')
  const before = addressesOf(client)
  const added = client.attributes[NOTES.postLogout]
  if (returnsTo !== null && !mayReturnTo(client, returnsTo)) {
    // The address that an earlier run added goes, where the options name another one now.
    attributes[POST_LOGOUT] = [...before.filter((one) => one !== added && one !== NONE), returnsTo].join(SEPARATOR)
    put(NOTES.postLogout, returnsTo)
  }
  if (client.frontchannelLogout) attributes[NOTES.frontchannelLogout] = 'true'
  if (Object.keys(attributes).length === 0) return null
  return { attributes, ...(client.frontchannelLogout && { frontchannelLogout: false }) }
}

/** Takes back what `changeOfLogout` has noted, and nothing that somebody has changed since; null where it noted nothing. */
export function undoneLogout(client: FoundClient): ClientChange | null {
  const noted = (name: string) => client.attributes[name] || null
  const notes = Object.values(NOTES).filter((name) => noted(name) !== null)
  if (notes.length === 0) return null
  const attributes: Record<string, string> = Object.fromEntries(notes.map((name) => [name, '']))
  const url = noted(NOTES.backchannelLogout)
  const isUnchanged = url === null || url === client.attributes[BACKCHANNEL_URL]
  if (url !== null && isUnchanged) attributes[BACKCHANNEL_URL] = ''
  if (noted(NOTES.backchannelSession) !== null && isUnchanged) attributes[BACKCHANNEL_SESSION] = ''
  const added = noted(NOTES.postLogout)
  if (added !== null && addressesOf(client).includes(added)) {
    const others = addressesOf(client).filter((one) => one !== added)
    attributes[POST_LOGOUT] = others.length > 0 ? others.join(SEPARATOR) : NONE
  }
  return { attributes, ...(noted(NOTES.frontchannelLogout) !== null && { frontchannelLogout: true }) }
}

/** Another's address for backchannel logout, of which a client has one; null where there is none. */
export function foreignBackchannel(client: FoundClient, { backchannelUrl }: Logout): string | null {
  const url = client.attributes[BACKCHANNEL_URL] || null
  return url === backchannelUrl || url === client.attributes[NOTES.backchannelLogout] ? null : url
}

/** True where Keycloak leads a browser back to this address after a logout. */
export function mayReturnTo(client: FoundClient, address: string): boolean {
  const allowed = addressesOf(client).flatMap((one) => (one === REDIRECT_URIS ? client.redirectUris : [one]))
  return allowed.some((one) => {
    const whole = one.startsWith('/') ? `${client.rootUrl.replace(/\/$/, '')}${one}` : one
    return whole.endsWith('*') ? address.startsWith(whole.slice(0, -1)) : address === whole
  })
}

/** A client that names none may return to its redirect URIs. */
function addressesOf({ attributes }: FoundClient): string[] {
  return (attributes[POST_LOGOUT] || REDIRECT_URIS).split(SEPARATOR)
}
