import { POLICY_FIELDS } from '../../src/domain/tenant-policy/compare-policies.js'
import { DEFAULT_POLICY, EVERYTHING, type TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import type { AdminPolicyEffectsView, AdminPolicyView } from '../../src/views/administration/policy.js'
import type { Frame } from '../../src/views/frame.js'
import type { View } from '../../src/views/view.js'

const AT = Date.UTC(2027, 1, 22, 7, 32)

/** The pages of a tenant's policy, in each of their states. */
export function policyViews(around: Frame, tenant: { id: string; name: string }): View[] {
  const policy: TenantPolicy = { ...DEFAULT_POLICY, requirement: 'optional', helpContact: tenant.name }
  const full: TenantPolicy = {
    ...policy,
    ...{ requirement: 'required', from: '2027-03-01', grace: { days: null, logins: 2 } },
    sso: { bypass: 'all', providers: { google: 'enforce', office365: 'bypass' } },
    acceptKeycloak: { acr: ['gold', tenant.name], amr: ['hwk'] },
  }
  const form: AdminPolicyView = {
    ...around,
    ...{ page: 'admin-policy', tenant, policy, version: 1, included: EVERYTHING },
    ...{ managedInKeycloak: false, sent: null, refusal: null, done: false, underWay: [] },
  }
  const sent = {
    ...{ requirement: 'maybe', appliesTo: 'everyone', from: '2027-02-30', takesEffect: 'now', methods: 'totp' },
    ...{ smsFallback: 'none', ssoBypass: 'all', ssoProviders: tenant.name, trustedDays: '-1', graceDays: 'many' },
    ...{ graceLogins: '', readable: 'always', acr: tenant.name, amr: 'pwd', helpContact: tenant.name, version: 1 },
  }
  const effects: AdminPolicyEffectsView = {
    ...around,
    ...{ page: 'admin-policy-effects', tenant, policy: full, version: 1, members: 50 },
    differences: [
      { field: 'requirement', change: 'stricter' },
      { field: 'trustedDevices.days', change: 'weaker' },
      { field: 'helpContact', change: 'other' },
    ],
    counts: { asked: 47, mustSetUp: 40, singleSignOn: 3, lacksAddress: 2, lacksMethod: 1, losesSettings: 0 },
    losesAtMost: false,
    estimatedFrom: null,
  }
  const nobody = { asked: 0, mustSetUp: 0, singleSignOn: 0, lacksAddress: 0, lacksMethod: 0, losesSettings: 0 }
  return [
    form,
    { ...form, policy: full, managedInKeycloak: true },
    { ...form, included: { requirements: ['off', 'optional'], methods: ['totp'] } },
    {
      ...form,
      ...{ policy: full, done: true },
      underWay: [
        { kind: 'announce', at: AT, done: 1200 },
        { kind: 'erase', at: AT, done: 1 },
        { kind: 'remind', at: AT, done: 0 },
      ],
    },
    {
      ...{ ...form, sent },
      refusal: { why: 'changed-meanwhile', differences: [{ field: 'grace.days', change: 'weaker' }], faults: [] },
    },
    { ...form, sent, refusal: { why: 'unconfirmed', differences: [], faults: [] } },
    ...(['malformed', 'not-included', 'weak'] as const).map((fault) => ({
      ...{ ...form, sent },
      refusal: {
        ...{ why: 'invalid' as const, differences: [] },
        faults: POLICY_FIELDS.map((field) => ({ field, fault })),
      },
    })),
    effects,
    { ...effects, policy: { ...policy, requirement: 'required' } },
    { ...effects, policy: { ...policy, requirement: 'off' }, counts: { ...nobody, losesSettings: 12 } },
    {
      ...{ ...effects, policy: { ...policy, requirement: 'off' } },
      ...{ counts: { ...nobody, losesSettings: 12_345 }, losesAtMost: true, estimatedFrom: 4_700, members: 50_000 },
    },
    { ...effects, policy, counts: nobody },
    { ...effects, policy, counts: nobody, differences: [] },
  ]
}
