import type { AdminAuditView } from '../../src/views/administration/audit.js'
import type { Frame } from '../../src/views/frame.js'
import type { View } from '../../src/views/view.js'

const AT = Date.UTC(2026, 10, 22, 7, 32)

/** The audit log in each of its states; names are what somebody else has chosen. */
export function auditViews(around: Frame, tenant: { id: string; name: string }): View[] {
  const evil = tenant.name
  const somebody = { userId: 'f:1:<fred>', name: evil }
  const origin = { browser: evil, system: 'Windows', address: '192.0.2.1' }
  const entry: AdminAuditView['entries'][number] = {
    ...{ id: '1', at: AT, kind: 'bypass-code-issued', origin, person: somebody },
    ...{ details: { reason: evil, by: 'opal' }, by: { userId: 'opal', name: 'Opal Example' } },
  }
  const view: AdminAuditView = {
    ...around,
    page: 'admin-audit',
    tenant,
    filter: { person: evil, kind: 'code-refused', from: '2026-11-01', to: '2026-11-30' },
    several: [],
    entries: [
      entry,
      { ...entry, id: '2', by: { userId: 'command-line', name: null }, details: {} },
      { ...entry, id: '3', person: { userId: evil, name: null }, by: null, kind: 'code-accepted' },
      {
        ...{ ...entry, id: '4', person: null, by: { userId: 'keycloak', name: null }, kind: 'policy-changed' },
        details: { tenant: 'acme', changes: ['grace.days: 0 → 14', 'helpContact', 'later.field: 1 → 2'] },
      },
    ],
    isFirst: false,
    next: '1.00000000-0000-4000-8000-000000000001',
  }
  const none: AdminAuditView = {
    ...view,
    ...{ tenant: null, filter: { person: '', kind: '', from: '', to: '' }, entries: [], isFirst: true, next: null },
  }
  const who = { ...somebody, username: evil, email: null }
  return [view, none, { ...none, next: view.next }, { ...none, several: [who, { ...who, userId: '2', email: evil }] }]
}
