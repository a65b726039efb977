import { OPEN_SIDE } from '../../domain/challenge/attempts.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Actor } from '../context.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { type RescuePorts, rescue } from './rescue.js'

/**
 * Opens what wrong answers have closed, both the side of codes and that of backup codes: the count begins anew. Where
 * nobody has answered wrongly, nothing happens. The person is told by mail.
 */
export function unlockPerson(ports: RescuePorts) {
  return (actor: Actor, subject: Subject): Promise<void> =>
    rescue(ports, subject, async ({ state, expected, now }) => {
      const { codes, recovery } = state.attempts
      if (codes.wrong === 0 && recovery.wrong === 0) return { settlement: 'settled', answer: undefined }
      const details = { codes: codes.wrong, recovery: recovery.wrong }
      const settlement = await ports.store.settle(expected, {
        attempts: { ...state.attempts, codes: OPEN_SIDE, recovery: OPEN_SIDE },
        effects: {
          audit: [auditEventBy(ports.random, actor, subject, 'unlocked', now, details)],
          messages: [await outboxMessageBy(ports, subject, { kind: 'unlocked', at: now })],
        },
      })
      return { settlement, answer: undefined }
    })
}
