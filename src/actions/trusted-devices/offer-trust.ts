import { environmentOf } from '../../domain/trusted-devices/trusted-device.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { openDeviceCookie } from './device-cookies.js'
import { judgeCookie } from './judge-cookie.js'
import { type PasswordPorts, readPasswordSetAt } from './read-password-set-at.js'

/**
 * Whether "Don't ask again" can be kept: the policy allows days, the browser says what it is and is not trusted already,
 * and a changed password would be noticed. Changes nothing.
 */
export function offerTrust(ports: PasswordPorts & { store: Store; keyedHash: KeyedHash; clock: Clock }) {
  return async (caller: Caller, sealed: string | undefined, days: number): Promise<boolean> => {
    if (days <= 0 || environmentOf(caller.origin) === null) return false
    const cookie = sealed === undefined ? null : openDeviceCookie(ports.keyedHash, caller.subject.key, sealed)
    if (cookie !== null) {
      const device = await ports.store.trustedDevice(caller.subject.key, cookie.id)
      const at = { days, now: ports.clock.databaseNow() }
      if (judgeCookie(ports.keyedHash, caller, device, cookie, at).outcome === 'accepted') return false
    }
    return ports.unreadablePassword === 'trust' || (await readPasswordSetAt(ports, caller.login.userId)) !== null
  }
}
