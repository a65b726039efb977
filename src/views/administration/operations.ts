import { accountFields } from '../linked-accounts/linked-accounts.js'
import type { Operation } from '../operation.js'
import { listQuery } from './admin.js'
import { auditPageQuery, auditQuery } from './audit.js'
import { testMessageFields } from './messages.js'
import { bypassCodeFields } from './person.js'
import { policyFields } from './policy.js'
import { tryQuery } from './try.js'

const POLICY = '/admin/tenants/:tenant/policy'

const PERSON = '/admin/people/:person'

/** The log of a tenant and that of everybody are alike. */
const audit = (path: string, whose: string): readonly Operation[] => [
  {
    method: 'get',
    path,
    summary: `What happened to the second factors ${whose}, the newest first`,
    who: 'administrator',
    query: auditPageQuery,
    views: ['admin-audit'],
  },
  {
    method: 'get',
    path: `${path}.csv`,
    summary: `The same as a file, all of it`,
    who: 'administrator',
    query: auditQuery,
    file: { type: 'text/csv', holds: 'A line for each entry, with column names' },
  },
]

/** The coverage of a tenant and that of everybody are alike. */
const coverage = (path: string, whose: string, query?: typeof listQuery): readonly Operation[] => [
  {
    ...{ method: 'get', path, summary: `How many ${whose} have a second factor`, who: 'administrator' },
    ...(query !== undefined && { query }),
    views: ['admin-coverage'],
  },
  {
    ...{ method: 'get', path: `${path}.csv`, summary: `Which ${whose} have a second factor`, who: 'administrator' },
    file: { type: 'text/csv', holds: 'A line for each person, with column names' },
  },
]

/** What administrators can ask for. Whoever has no role gets 403, whatever is outside of their tenants is 404. */
export const administrationOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/admin',
    summary: 'The tenants that the administrator sees',
    who: 'administrator',
    query: listQuery,
    views: ['admin'],
  },
  {
    method: 'get',
    path: '/admin/people',
    summary: 'Everybody of the realm, by name or address; for operators',
    who: 'administrator',
    query: listQuery,
    views: ['admin-people'],
  },
  {
    method: 'get',
    path: '/admin/tenants/:tenant/people',
    summary: 'The people of a tenant, by name or address',
    who: 'administrator',
    query: listQuery,
    views: ['admin-people'],
  },
  {
    method: 'get',
    path: '/admin/messages',
    summary: 'Whether mails and SMS go out, and why not; for operators',
    who: 'administrator',
    views: ['admin-messages'],
  },
  {
    method: 'post',
    path: '/admin/messages/test',
    summary: 'Send a message to try it; for operators',
    who: 'administrator',
    fields: testMessageFields,
    views: ['admin-messages'],
  },
  {
    method: 'get',
    path: POLICY,
    summary: 'The policy of a tenant',
    who: 'administrator',
    views: ['admin-policy'],
  },
  {
    method: 'post',
    path: `${POLICY}/effects`,
    summary: 'What a policy would mean, before it is saved',
    who: 'administrator',
    fields: policyFields,
    views: ['admin-policy-effects'],
  },
  {
    method: 'post',
    path: POLICY,
    summary: 'Change the policy of a tenant',
    who: 'administrator',
    fields: policyFields,
  },
  ...coverage('/admin/coverage', 'of everybody, for operators,', listQuery),
  ...coverage('/admin/tenants/:tenant/coverage', 'of a tenant’s people'),
  ...audit('/admin/audit', 'of everybody; for operators'),
  ...audit('/admin/tenants/:tenant/audit', 'of a tenant’s people, and to its policy'),
  {
    method: 'get',
    path: PERSON,
    summary: 'A person: what is wrong, and what can be done',
    who: 'administrator',
    views: ['admin-person'],
  },
  {
    method: 'get',
    path: `${PERSON}/try`,
    summary: 'What would be asked of the person if they signed in now, and why',
    who: 'administrator',
    query: tryQuery,
    views: ['admin-try'],
  },
  {
    method: 'post',
    path: `${PERSON}/unlock`,
    summary: 'Open what wrong codes have closed',
    who: 'administrator',
  },
  {
    method: 'post',
    path: `${PERSON}/bypass-code`,
    summary: 'Issue a code that stands in for the second factor once',
    who: 'administrator',
    fields: bypassCodeFields,
    views: ['admin-person'],
  },
  {
    method: 'post',
    path: `${PERSON}/accounts/:alias/approve`,
    summary: 'Approves a connected account, which then stands in for a code where the policy lets its provider by',
    who: 'administrator',
    fields: accountFields,
  },
  {
    method: 'post',
    path: `${PERSON}/revoke-sessions`,
    summary: 'Have every session of the person asked again',
    who: 'administrator',
  },
  {
    method: 'post',
    path: `${PERSON}/devices/revoke-all`,
    summary: 'Have every trusted device of the person asked again',
    who: 'administrator',
  },
  {
    method: 'post',
    path: `${PERSON}/devices/:id/revoke`,
    summary: 'Have one trusted device of the person asked again',
    who: 'administrator',
  },
  {
    method: 'get',
    path: `${PERSON}/reset`,
    summary: 'What a reset does, before it is done',
    who: 'administrator',
    views: ['admin-reset'],
  },
  {
    method: 'post',
    path: `${PERSON}/reset`,
    summary: 'Delete the second factor of the person',
    who: 'administrator',
  },
]
