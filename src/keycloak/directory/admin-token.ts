import { TwoFactorError } from '../../errors.js'

/** How a service account of a realm signs in. */
export interface ServiceAccount {
  /** Keycloak's base URL, without `/realms/…`. */
  readonly url: string
  readonly realm: string
  readonly clientId: string
  readonly clientSecret: string
}

/** A token is asked for anew this long before its end, so that none ends on the way. */
const EARLY_MS = 30_000

const TIMEOUT_MS = 5_000

/** An access token, cached. */
export interface AdminToken {
  /** The token; parallel callers share one request. Throws `ERR_2FA_DIRECTORY` where Keycloak does not give one. */
  get(): Promise<string>
  /** Forgets the token, after Keycloak has refused it: it may have been restarted, or have changed its keys. */
  forget(): void
}

/** Gets access tokens of the service account by its client secret. */
export function adminToken(account: ServiceAccount): AdminToken {
  let token: { value: string; until: number } | undefined
  let asking: Promise<string> | undefined
  async function ask(): Promise<string> {
    const address = `${account.url}/realms/${encodeURIComponent(account.realm)}/protocol/openid-connect/token`
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: account.clientId,
        client_secret: account.clientSecret,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause) => failed(`cannot be reached at "${account.url}"; is it running?`, cause))
    if (!response.ok) {
      await response.body?.cancel()
      if (response.status === 404) {
        return failed(`has no realm "${account.realm}" at "${account.url}": check the options "url" and "realm".`)
      }
      const cure = 'check clientId, clientSecret and that the client has a service account'
      return failed(
        `refuses the client "${account.clientId}" in realm "${account.realm}" (${response.status}): ${cure}.`,
      )
    }
    const body = (await response.json().catch(() => ({}))) as { access_token?: unknown; expires_in?: unknown }
    if (typeof body.access_token !== 'string' || typeof body.expires_in !== 'number') {
      return failed(`does not answer at "${account.url}"; something else does. Check the option "url".`)
    }
    token = { value: body.access_token, until: Date.now() + body.expires_in * 1000 - EARLY_MS }
    return body.access_token
  }
  return {
    get() {
      if (token !== undefined && Date.now() < token.until) return Promise.resolve(token.value)
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    forget() {
      token = undefined
    },
  }
}

function failed(what: string, cause?: unknown): never {
  throw new TwoFactorError('ERR_2FA_DIRECTORY', `Keycloak ${what}`, { cause })
}
