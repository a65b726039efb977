import type { Subject } from '../../domain/sign-in/login.js'
import type { Actor } from '../context.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { noSuchDevice, parseDeviceId } from '../trusted-devices/device-id.js'
import type { RescuePorts } from './rescue.js'

/**
 * Ends one of a person's trusted devices by its id, or `'all'` of them, and what codes have earned in all of their
 * sessions. The person is told by mail. Where there are none to end, nothing happens; throws `ERR_2FA_NOT_FOUND` where the
 * person has no device of that id.
 */
export function revokePersonDevices(ports: Omit<RescuePorts, 'keyedHash'>) {
  const { store, random, clock } = ports
  return async (actor: Actor, subject: Subject, given: unknown): Promise<void> => {
    const which = given === 'all' ? 'all' : parseDeviceId(given)
    const now = clock.at(await store.databaseTime())
    const ended = await store.endTrustedDevices(subject.key, which, {
      endSessions: { except: null },
      effects: {
        audit: [auditEventBy(random, actor, subject, 'trusted-device-revoked', now, { device: which })],
        messages: [await outboxMessageBy(ports, subject, { kind: 'trusted-devices-revoked', at: now })],
      },
    })
    if (ended === 0 && which !== 'all') throw noSuchDevice()
  }
}
