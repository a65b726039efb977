import type { Subject } from '../../domain/sign-in/login.js'
import type { Actor } from '../context.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { type RescuePorts, requireEnrolment, rescue } from './rescue.js'

/**
 * Deletes a person's second factor with everything that belongs to it and ends what it has earned; where the policy asks
 * for one they set it up anew at the next login. The counts of wrong answers stay. The person is told by mail.
 *
 * Throws `ERR_2FA_CONFLICT` where nothing is set up.
 */
export function resetPerson(ports: RescuePorts) {
  return (actor: Actor, subject: Subject): Promise<void> =>
    rescue(ports, subject, async ({ state, expected, now }) => {
      const enrolment = requireEnrolment(state)
      const settlement = await ports.store.turnOff(expected, {
        revokedAt: now,
        effects: {
          audit: [auditEventBy(ports.random, actor, subject, 'reset', now, { method: enrolment.method })],
          messages: [await outboxMessageBy(ports, subject, { kind: 'reset', at: now }, enrolment)],
        },
      })
      return { settlement, answer: undefined }
    })
}
