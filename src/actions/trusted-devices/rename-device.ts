import { parseDeviceName } from '../../domain/trusted-devices/device-name.js'
import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'
import { noSuchDevice, parseDeviceId } from './device-id.js'

/**
 * Names one of the caller's trusted devices; an empty name takes the name away. Throws `ERR_2FA_NOT_FOUND` where the
 * caller has no such device, `ERR_2FA_MALFORMED` for what is no name.
 */
export function renameDevice(ports: { store: Store; random: Random; clock: Clock }) {
  return async (caller: Caller, given: unknown, input: unknown): Promise<void> => {
    const id = parseDeviceId(given)
    const name = parseDeviceName(input)
    const now = ports.clock.at(await ports.store.databaseTime())
    // What the person calls it stays out of the log, which is for others too.
    const audit = [auditEvent(ports.random, caller, 'trusted-device-renamed', now, { device: id })]
    const effects = { audit, messages: [] }
    if (!(await ports.store.renameTrustedDevice(caller.subject.key, id, { name, effects }))) throw noSuchDevice()
  }
}
