import type { Identities } from '../../ports/crypto.js'
import type { PolicyStore } from '../../ports/policy-store.js'
import { epochs } from '../sign-in/epochs.js'

/** The epoch of a tenant's policy: at once where it is known, by one read otherwise. Throws `ERR_2FA_STORE`. */
export type PolicyEpochOf = (issuer: string, tenantId: string) => number | Promise<number>

/** Reads epochs of policies with a memory of `keptMs` (0: none), which all people of a tenant share. */
export function policyEpochs(
  { store, identities }: { store: Pick<PolicyStore, 'policyEpochs'>; identities: Identities },
  keptMs: number,
): PolicyEpochOf {
  const known = epochs(
    {
      epoch: async (key) => {
        const end = key.indexOf(' ')
        const [epoch = 0] = await store.policyEpochs(identities.realm(key.slice(0, end)), [key.slice(end + 1)])
        return epoch
      },
    },
    keptMs,
  )
  // An issuer is an address, and has no blank.
  return (issuer, tenantId) => known.of(`${issuer} ${tenantId}`)
}
