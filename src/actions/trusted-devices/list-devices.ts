import { endOf, hasEnded, isSamePassword, type TrustedDevice } from '../../domain/trusted-devices/trusted-device.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { openDeviceCookie } from './device-cookies.js'
import { type PasswordPorts, readPasswordSetAt } from './read-password-set-at.js'

/** A trusted device as its person sees it: without anything that its cookie holds. Times in ms. */
export interface ListedDevice
  extends Pick<TrustedDevice, 'id' | 'name' | 'browser' | 'system' | 'address' | 'createdAt' | 'usedAt' | 'endsAt'> {
  /** True for the browser that asks. */
  readonly isThis: boolean
}

/**
 * Lists a person's trusted devices that still count under a policy of so many days, the one used last first. Those from
 * before another password are left out; where Keycloak cannot be asked about it, they are shown.
 */
export function listDevices(ports: PasswordPorts & { store: Store; keyedHash: KeyedHash; clock: Clock }) {
  return async (
    { subject }: Pick<Caller, 'subject'>,
    sealed: string | undefined,
    days: number,
  ): Promise<readonly ListedDevice[]> => {
    const devices = await ports.store.trustedDevices(subject.key)
    if (devices.length === 0) return []
    const now = ports.clock.databaseNow()
    const setAt = await readPasswordSetAt(ports, subject.userId)
    const own = sealed === undefined ? null : openDeviceCookie(ports.keyedHash, subject.key, sealed)
    return devices
      .filter((device) => !hasEnded(device, days, now))
      .filter((device) => setAt === null || isSamePassword(device, setAt, ports.unreadablePassword))
      .map((device) => {
        const { id, name, browser, system, address, createdAt, usedAt } = device
        const endsAt = endOf(device, days)
        return { id, name, browser, system, address, createdAt, usedAt, endsAt, isThis: own?.id === id }
      })
  }
}
