import { letsBy } from '../../domain/single-sign-on/judge-single-sign-on.js'
import type { SingleSignOn } from '../../domain/tenant-policy/tenant-policy.js'
import type { Accounts } from '../../ports/accounts.js'
import { accountsIn } from './accounts-in.js'

/**
 * Who comes through a provider that a tenant lets by: whoever has an account connected there. By a password, where they
 * have one too, they are asked as everybody is.
 */
export function peopleLetBy({ directory }: { readonly directory: Partial<Accounts> }) {
  return async (tenantId: string, sso: SingleSignOn): Promise<(userId: string) => boolean> => {
    const accounts = accountsIn(directory)
    if (accounts === null) return () => false
    const providers = await accounts.identityProviders([tenantId])
    const lettingBy = providers.filter((provider) => letsBy({ tenantId, ...sso }, provider))
    const connected = await Promise.all(lettingBy.map(({ alias }) => accounts.connectedTo(alias)))
    return (userId) => connected.some((people) => people.has(userId))
  }
}
