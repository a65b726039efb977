import type { PolicyWriting } from '../../domain/installation/judge-account.js'
import type { PolicyOwner } from '../../domain/policy-sync/settle-settings.js'
import { everyPolicy, type PolicyPorts } from './every-policy.js'

/** Tells whether policies are written into organizations. */
export async function writesPolicies(ports: PolicyPorts, owner: PolicyOwner): Promise<PolicyWriting> {
  if (owner === 'shared') return 'always'
  if (owner === 'keycloak') return 'never'
  for await (const { synchronized } of everyPolicy(ports)) if (synchronized !== null) return 'once'
  return 'perhaps'
}
