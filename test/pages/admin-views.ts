import { DIAGNOSES } from '../../src/domain/administration/diagnosis.js'
import type { AdminPersonView } from '../../src/views/administration/person.js'
import type { Frame } from '../../src/views/frame.js'
import type { View } from '../../src/views/view.js'
import { auditViews } from './audit-views.js'
import { policyViews } from './policy-views.js'

const AT = Date.UTC(2026, 10, 22, 7, 32)
const ORIGIN = { browser: 'Firefox', system: 'Windows', address: '192.0.2.1' }

/** Every page of administrators, in each of its states; names are what somebody else has chosen. */
export function adminViews(around: Frame): View[] {
  const evil = around.person ?? 'Fred'
  const who = { userId: 'f:1:<fred>', name: evil, username: evil, email: `${evil}@example.example` }
  const tenant = { id: 'id-of-acme', name: evil }
  const none = { previous: null, next: null }
  const person: AdminPersonView = {
    ...around,
    page: 'admin-person',
    who,
    tenants: [tenant],
    diagnosis: { kind: 'in-order', wrong: 0, until: null },
    reach: 'act',
    because: null,
    enrolment: { method: 'totp', activeSince: AT, backupCodesLeft: 3, backupCodesSaved: true },
    accounts: [
      { provider: 'office365', name: 'Office 365', userName: 'bea@acme.example', state: 'stands-in' },
      { provider: 'google', name: 'Google', userName: 'bea.baker@gmail.example', state: 'unconfirmed' },
    ],
    canUnlock: true,
    lastUsedAt: AT,
    bypassCodeUntil: null,
    issued: null,
    done: null,
    devices: [
      {
        ...{ id: '00000000-0000-4000-8000-000000000001', name: evil, browser: evil, system: 'Windows' },
        ...{ address: '192.0.2.1', usedAt: AT, endsAt: AT },
      },
      {
        ...{ id: '00000000-0000-4000-8000-000000000002', name: null, browser: 'Safari', system: 'iOS' },
        ...{ address: null, usedAt: AT, endsAt: AT },
      },
    ],
    decisions: [
      {
        kind: 'login-decided',
        at: AT,
        origin: ORIGIN,
        details: { outcome: 'challenge', reasons: ['enrolled', 'of a later version'], client: 'portal' },
      },
    ],
    events: [
      { kind: 'bypass-code-issued', at: AT, origin: ORIGIN, details: { reason: evil, by: 'opal' } },
      { kind: 'code-refused', at: AT, origin: { browser: null, system: null, address: null }, details: {} },
    ],
  }
  const working = [
    { channel: 'email', state: 'working', since: null },
    { channel: 'sms', state: 'not-configured', since: null },
  ] as const
  const failing = [
    { channel: 'email', state: 'failing', since: AT },
    { channel: 'sms', state: 'failing', since: AT },
  ] as const
  const why = { reason: `The mail server does not answer. ${evil}` }
  const messages = { ...around, page: 'admin-messages', tried: null } as const
  return [
    {
      ...messages,
      channels: [
        { ...working[0], reason: null },
        { ...working[1], reason: null },
      ],
    },
    {
      ...messages,
      channels: failing.map((channel) => ({ ...channel, ...why })),
      tried: { channel: 'email', problem: evil },
    },
    { ...messages, channels: [{ ...working[0], reason: null }], tried: { channel: 'email', problem: null } },
    { ...around, page: 'admin', operator: true, channels: failing, search: '', tenants: [tenant], ...none },
    { ...around, page: 'admin', operator: false, channels: failing, search: '', tenants: [tenant], ...none },
    { ...around, page: 'admin', operator: false, channels: working, search: '', tenants: [], ...none },
    {
      ...around,
      page: 'admin',
      operator: true,
      channels: working,
      search: evil,
      tenants: [tenant, tenant],
      previous: 0,
      next: 2,
    },
    {
      ...around,
      page: 'admin-people',
      tenant,
      search: evil,
      people: [
        { ...who, enabled: true, state: 'active', method: 'totp', lastUsedAt: AT },
        { ...who, userId: '2', enabled: false, state: 'locked', method: 'email', lastUsedAt: null },
        { ...who, userId: '3', email: null, enabled: true, state: 'disabled', method: 'totp', lastUsedAt: AT },
        { ...who, userId: '4', enabled: true, state: 'off', method: null, lastUsedAt: null },
      ],
      previous: 0,
      next: 2,
    },
    { ...around, page: 'admin-people', tenant: null, search: '', people: [], ...none },
    ...DIAGNOSES.map((kind): View => ({ ...person, diagnosis: { kind, wrong: 5, until: AT } })),
    { ...person, issued: { code: '01234567', endsAt: AT }, bypassCodeUntil: AT },
    { ...person, done: 'unlocked', canUnlock: false, devices: [], decisions: [], events: [] },
    { ...person, done: 'account-approved', accounts: [] },
    { ...person, done: 'reset', enrolment: null, canUnlock: false, lastUsedAt: null },
    { ...person, done: 'devices-revoked' },
    { ...person, done: 'sessions-revoked', reach: 'look', because: 'other-tenant' },
    { ...person, reach: 'look', because: 'oneself', who: { ...who, email: null } },
    { ...person, reach: 'look', because: 'higher-role', tenants: [] },
    { ...around, page: 'admin-reset', who },
    ...auditViews(around, tenant),
    {
      ...{ ...around, page: 'admin-coverage', tenant, search: '', tenants: [], ...none },
      coverage: { people: 1_234_567, methods: { totp: 812_345, email: 100_001, sms: 2_222 }, none: 319_999 },
    },
    {
      ...{ ...around, page: 'admin-coverage', tenant: null, search: evil, previous: 0, next: 2 },
      coverage: { people: 3, methods: { totp: 1, email: 0, sms: 0 }, none: 2 },
      tenants: [
        { ...tenant, coverage: { people: 0, methods: { totp: 0, email: 0, sms: 0 }, none: 0 } },
        { id: '2', name: 'Acme', coverage: { people: 10, methods: { totp: 6, email: 2, sms: 1 }, none: 1 } },
      ],
    },
    {
      ...{ ...around, page: 'admin-try', who, client: evil, provider: evil, outcome: 'challenge' },
      ...{ reasons: ['enrolled', 'unknown-identity', evil], requirement: 'required', requiredBy: [tenant] },
      ...{ method: 'totp', trustDays: 90, grace: null },
    },
    {
      ...{ ...around, page: 'admin-try', who, client: 'portal', provider: '', outcome: 'refuse' },
      ...{ reasons: ['impersonated'], requirement: 'off', requiredBy: [], method: null, trustDays: 0 },
      grace: null,
    },
    {
      ...{ ...around, page: 'admin-try', who, client: 'portal', provider: '', outcome: 'enrol' },
      ...{ reasons: ['not-enrolled', 'policy-required'], requirement: 'required', requiredBy: [], method: null },
      ...{ trustDays: 1, grace: { until: AT, logins: 2 } },
    },
    ...policyViews(around, tenant),
  ]
}
