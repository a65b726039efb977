import type { Subject } from '../../domain/sign-in/login.js'
import type { Actor } from '../context.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { type RescuePorts, requireEnrolment, rescue } from './rescue.js'

/**
 * Ends what codes have earned in all of a person's sessions: each is asked again, within seconds. The person is told by
 * mail. Throws `ERR_2FA_CONFLICT` where nothing is set up: then no session rests on a code.
 */
export function revokeSessions(ports: RescuePorts) {
  return (actor: Actor, subject: Subject): Promise<void> =>
    rescue(ports, subject, async ({ state, expected, now }) => {
      requireEnrolment(state)
      const settlement = await ports.store.revokeSessions(expected, {
        revokedAt: now,
        effects: {
          audit: [auditEventBy(ports.random, actor, subject, 'sessions-revoked', now)],
          messages: [await outboxMessageBy(ports, subject, { kind: 'sessions-revoked', at: now })],
        },
      })
      return { settlement, answer: undefined }
    })
}
