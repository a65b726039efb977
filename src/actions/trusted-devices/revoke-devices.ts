import type { Clock } from '../../ports/clock.js'
import type { Identities, Random } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'
import { noSuchDevice, parseDeviceId } from './device-id.js'

/** What revoking needs. */
type RevokePorts = { store: Store; identities: Identities; random: Random; clock: Clock }

/**
 * Ends one of the caller's trusted devices. Whoever holds it may be signed in there: every other session of the person is
 * asked for a code again, those from before the set-up too; the caller's own goes on with the code that was given in it.
 *
 * Throws `ERR_2FA_NOT_FOUND` where the caller has no such device.
 */
export function revokeDevice(ports: RevokePorts) {
  return async (caller: Caller, given: unknown): Promise<void> => {
    if ((await end(ports, caller, parseDeviceId(given))) === 0) throw noSuchDevice()
  }
}

/** Ends all of the caller's trusted devices, as `revokeDevice` does: also where there are none, every session is asked. */
export function revokeAllDevices(ports: RevokePorts) {
  return async (caller: Caller): Promise<void> => {
    await end(ports, caller, 'all')
  }
}

async function end(ports: RevokePorts, caller: Caller, which: string | 'all'): Promise<number> {
  const now = ports.clock.at(await ports.store.databaseTime())
  const details = { device: which }
  return ports.store.endTrustedDevices(caller.subject.key, which, {
    endSessions: { except: ports.identities.session(caller.login), revokedAt: now },
    effects: { audit: [auditEvent(ports.random, caller, 'trusted-device-revoked', now, details)], messages: [] },
  })
}
