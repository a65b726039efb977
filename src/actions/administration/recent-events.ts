import type { AuditEvent } from '../../domain/administration/audit-event.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'

const SHOWN = 10

/** What happened to the caller's second factor last, the newest first. */
export function recentEvents(ports: { store: Store }) {
  return ({ subject }: Caller): Promise<readonly AuditEvent[]> => ports.store.auditEvents(subject.key, SHOWN)
}
