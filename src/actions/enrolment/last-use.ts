import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'

/** When a code of the caller's enrolment was last accepted, its set-up included, in ms. */
export function lastUse(ports: { store: Store }) {
  return async ({ subject }: Caller, { confirmedAt }: Enrolment): Promise<number> => {
    const last = await ports.store.lastAuditEvent(subject.key, 'code-accepted')
    return Math.max(confirmedAt, last?.at ?? 0)
  }
}
