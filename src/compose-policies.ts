import { changePolicy, requireAllowed } from './actions/tenant-policy/change-policy.js'
import { previewPolicy } from './actions/tenant-policy/preview-policy.js'
import type { MemberPorts } from './actions/tenant-policy/read-members.js'
import { readPolicy } from './actions/tenant-policy/read-policy.js'
import { runPolicyJob } from './actions/tenant-policy/run-policy-job.js'
import type { Core } from './compose-core.js'

/** Policies of tenants: what they are, what a change means, the change, and what it has still to do. */
export function composePolicies(core: Core) {
  const read = readPolicy(core)
  const policyOf = async (issuer: string, tenantId: string) => (await read(issuer, tenantId)).policy
  const members: Pick<MemberPorts, 'usesSecondFactor' | 'singleSignOn'> = {
    usesSecondFactor: async (issuer, tenantId) => (await policyOf(issuer, tenantId)).requirement !== 'off',
    // The directory does not tell yet who comes by single sign-on: they are counted, and told, as everybody else.
    singleSignOn: async () => () => false,
  }
  const ports = { ...core, ...members }
  return {
    readPolicy: read,
    entitlements: core.entitlements,
    policyJobs: (tenantId: string) => core.store.policyJobs(tenantId),
    requireAllowed: requireAllowed(ports),
    previewPolicy: previewPolicy(ports),
    changePolicy: changePolicy(ports),
    runPolicyJob: runPolicyJob({ ...ports, policyOf }),
  }
}
