import type { AdminPolicyView } from '../../views/administration/policy.js'

/** What the fields of the form hold. */
export type PolicyForm = Omit<NonNullable<AdminPolicyView['sent']>, 'version' | 'confirmed'>

/** A policy as its form says it. */
export function policyForm(policy: AdminPolicyView['policy']): PolicyForm {
  const { sso, grace, acceptKeycloak } = policy
  const providers = Object.entries(sso.providers).map(([alias, setting]) => `${alias} = ${setting}`)
  return {
    requirement: policy.requirement,
    appliesTo: policy.appliesTo,
    from: policy.from ?? '',
    takesEffect: policy.takesEffect,
    methods: [...policy.methods],
    smsFallback: policy.smsFallback,
    ssoBypass: sso.bypass,
    ssoProviders: providers.join('\n'),
    trustedDays: policy.trustedDevices.days,
    graceDays: grace.days ?? '',
    graceLogins: grace.logins ?? '',
    readable: policy.backupCodes.readable,
    acr: acceptKeycloak.acr.join('\n'),
    amr: acceptKeycloak.amr.join('\n'),
    helpContact: policy.helpContact ?? '',
  }
}
