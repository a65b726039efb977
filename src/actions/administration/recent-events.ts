import type { AuditEvent } from '../../domain/administration/audit-event.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { NOBODY } from '../record.js'

const SHOWN = 10

/** Where an administrator sits is no business of the person whom they helped. */
function withoutAdministrator(event: AuditEvent): AuditEvent {
  return 'by' in event.details ? { ...event, origin: NOBODY } : event
}

/** What happened to the caller's second factor last, the newest first. */
export function recentEvents(ports: { store: Store }) {
  return async ({ subject }: Caller): Promise<readonly AuditEvent[]> =>
    (await ports.store.auditEvents(subject.key, SHOWN)).map(withoutAdministrator)
}
