import type { Subject } from '../../domain/sign-in/login.js'
import type { Actor } from '../context.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { noSuchDevice, parseDeviceId } from '../trusted-devices/device-id.js'
import { NO_SESSION, type RescuePorts } from './rescue.js'

/**
 * Ends one of a person's trusted devices by its id, or `'all'` of them, and what codes have earned in all of their
 * sessions, with `'all'` also where there is no device. The person is told by mail. Nothing happens where they have no
 * second factor; throws `ERR_2FA_NOT_FOUND` where they have no device of that id.
 */
export function revokePersonDevices(ports: Omit<RescuePorts, 'keyedHash'>) {
  const { store, random, clock } = ports
  return async (actor: Actor, subject: Subject, given: unknown): Promise<void> => {
    const which = given === 'all' ? 'all' : parseDeviceId(given)
    const { enrolment, databaseTime } = await store.load(subject.key, NO_SESSION)
    // Nobody has a trusted device without a second factor, and no session rests on one.
    if (enrolment === null && which === 'all') return
    const now = clock.at(databaseTime)
    const ended = await store.endTrustedDevices(subject.key, which, {
      endSessions: { except: null, revokedAt: now },
      effects: {
        audit: [auditEventBy(random, actor, subject, 'trusted-device-revoked', now, { device: which })],
        messages: [await outboxMessageBy(ports, subject, { kind: 'trusted-devices-revoked', at: now })],
      },
    })
    if (ended === 0 && which !== 'all') throw noSuchDevice()
  }
}
