import KcAdminClient, { NetworkError } from '@keycloak/keycloak-admin-client'
import { TwoFactorError } from '../../errors.js'
import { adminToken, type ServiceAccount } from './admin-token.js'

const TIMEOUT_MS = 5_000

/** What is asked for, in words, and the role of `realm-management` that Keycloak wants for it. */
export interface Question {
  readonly what: string
  readonly role: string
  /** What is to be done with it; default `read`. */
  readonly act?: 'read' | 'change'
}

/** Keycloak's admin API, asked as the service account. */
export interface AdminApi {
  /**
   * Asks, a second time with a new token where Keycloak refuses the old one. Throws `ERR_2FA_DIRECTORY` that names the
   * missing role, or what else is wrong, and `ERR_2FA_CONFLICT` where somebody else has changed the same. `notFound`: what a 404 means; by default it is an error too.
   */
  ask<Answer>(
    question: Question,
    call: (client: KcAdminClient) => Promise<Answer>,
    notFound?: (cause: NetworkError) => Answer,
  ): Promise<Answer>
}

/** The admin API, by one client and one cached token. */
export function adminApi(account: ServiceAccount): AdminApi {
  const token = adminToken(account)
  const client = new KcAdminClient({
    baseUrl: account.url,
    realmName: account.realm,
    requestOptions: { redirect: 'error' },
    timeout: TIMEOUT_MS,
  })
  client.registerTokenProvider({ getAccessToken: token.get })

  const ask: AdminApi['ask'] = async (question, call, notFound) => {
    for (let tried = 1; ; tried++) {
      try {
        return await call(client)
      } catch (cause) {
        if (cause instanceof TwoFactorError) throw cause
        const status = cause instanceof NetworkError ? cause.response.status : undefined
        if (status === 404 && notFound !== undefined) return notFound(cause as NetworkError)
        if (status === 401 && tried === 1) token.forget()
        else if (status === 409) throw new TwoFactorError('ERR_2FA_CONFLICT', overtaken(question), { cause })
        else throw new TwoFactorError('ERR_2FA_DIRECTORY', describe(question, status, account), { cause })
      }
    }
  }
  return { ask }
}

function describe(
  { what, role, act = 'read' }: Question,
  status: number | undefined,
  { clientId, url }: ServiceAccount,
): string {
  if (status === 403) {
    return `Keycloak lets "${clientId}" not ${act} ${what}; give its service account the role "${role}" of "realm-management".`
  }
  if (status !== undefined)
    return `Keycloak answered ${status} when asked ${act === 'read' ? 'for' : 'to change'} ${what}.`
  return `Keycloak cannot be reached at "${url}"; is it running?`
}

const overtaken = ({ what }: Question) => `Somebody else has changed ${what} meanwhile. Run this again.`

/** Something else than Keycloak answered: a proxy's page, for example. */
export function notKeycloak(what: string): TwoFactorError {
  const cure = 'something else than Keycloak answers there. Check the option "url".'
  return new TwoFactorError('ERR_2FA_DIRECTORY', `Asked for ${what}, ${cure}`)
}
