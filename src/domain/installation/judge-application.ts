import { error, type Finding, warning } from './finding.js'

/** What an address of the application answered; null where it could not be reached. */
export interface Answered {
  readonly status: number
  /** Where it led, or null. */
  readonly location: string | null
  /** The `Set-Cookie` headers. */
  readonly cookies: readonly string[]
  /** What it said, where that is JSON; else undefined. */
  readonly json?: unknown
}

/** Where the application is, and what it answered there to somebody who is not signed in. */
export interface SeenApplication {
  /** Option `url` in its parts. */
  readonly url: { readonly origin: string; readonly base: string }
  /** Option `signIn`; null where the configuration has none. */
  readonly signIn: string | null
  /** The realm's issuer. */
  readonly issuer: string
  readonly takesLogoutTokens: boolean
  /** GET `/jwks` below `url`. */
  readonly keys: Answered | null
  /** POST `/backchannel-logout` below `url`, without a token. */
  readonly logout: Answered | null
  /** GET `signIn`. */
  readonly login: Answered | null
}

/** Judges a running application from outside. */
export function judgeApplication(seen: SeenApplication): Finding[] {
  const { url, keys, logout, takesLogoutTokens } = seen
  const mount = url.origin + url.base
  if (keys === null) {
    const cure = 'Start the application, or run doctor where browsers are; check option "url".'
    return [warning(`Nothing answers at ${mount} from here.`, cure)]
  }
  if (keys.status !== 200) {
    const cure = 'Mount router() at the path of option "url", before whatever asks for a login; check the proxy.'
    return [error(`${mount}/jwks answers ${keys.status} instead of 200: the pages are not there.`, cure)]
  }
  if (!Array.isArray((keys.json as { keys?: unknown } | null | undefined)?.keys)) {
    const cure = 'Mount router() at the path of option "url", before a route that answers everything; check the proxy.'
    return [error(`${mount}/jwks answers with something else than keys: the pages are not there.`, cure)]
  }
  const notTaken = 'Name the clients with which people sign in in option "clientIds".'
  return [
    ...(takesLogoutTokens
      ? judgeLogout(`${mount}/backchannel-logout`, logout)
      : [warning('Option "clientIds" is missing: what a code has earned outlives the Keycloak session.', notTaken)]),
    ...judgeLogin(seen),
  ]
}

/** Without a token it is malformed; anything else means that it does not get there. */
function judgeLogout(address: string, logout: Answered | null): Finding[] {
  if (logout?.status === 400) return []
  const cure = 'Mount router() before whatever asks for a login or a CSRF token, and let Keycloak through the proxy.'
  return [error(`${address} answers ${logout?.status ?? 'nothing'} to Keycloak's logout tokens.`, cure)]
}

function judgeLogin({ url, signIn, issuer, login }: SeenApplication): Finding[] {
  if (signIn === null) return []
  const address = url.origin + signIn
  const target = login?.location && URL.canParse(login.location, address) ? new URL(login.location, address) : null
  if (login === null || target === null || !`${target}`.startsWith(`${issuer}/`)) {
    const cure = `Let it redirect to Keycloak's login, or name another path in option "signIn"; the issuer is ${issuer}.`
    return [error(`${address} does not lead to Keycloak's login (${login?.status ?? 'no answer'}).`, cure)]
  }
  const returns = target.searchParams.get('redirect_uri')
  const proxy = `Behind a proxy that ends https: app.set('trust proxy', 1).`
  const isHttps = url.origin.startsWith('https:')
  const own = login.cookies.filter((cookie) => !OF_PROXIES.test(cookie))
  return [
    ...(returns === null || (URL.canParse(returns, address) && new URL(returns, address).origin === url.origin)
      ? []
      : [error(`${address} has Keycloak return to ${returns}, which is not on ${url.origin}.`, proxy)]),
    ...(own.length > 0
      ? []
      : [
          error(
            `${address} sets no cookie, so nobody can come back from Keycloak.`,
            `Put the session before the login. ${
              isHttps
                ? `${proxy} Without it express-session sets no secure cookie.`
                : 'Over plain http, as on localhost, express-session sets no cookie that has "secure: true": leave that out there.'
            }`,
          ),
        ]),
    ...own.flatMap((cookie) => judgeCookie(address, cookie, isHttps)),
  ]
}

/** Cookies that load balancers and web firewalls add to any answer: AWS, Azure, Google, Cloudflare, F5, Imperva, nginx, HAProxy. */
const OF_PROXIES =
  /^(AWSALB|AWSELB|ARRAffinity|GCLB|__cf|_cfuvid|cf_|BIGipServer|TS0[0-9a-f]{6}=|TS[0-9a-f]{8}=|visid_incap_|incap_ses_|nlbi_|INGRESSCOOKIE|SERVERID|SRVNAME|route=)/i

function judgeCookie(address: string, cookie: string, isHttps: boolean): Finding[] {
  const [pair = '', ...parts] = cookie.split(';').map((part) => part.trim())
  const attributes = parts.map((part) => part.toLowerCase())
  const name = pair.split('=')[0]
  const lacking = [
    ...(attributes.includes('httponly') ? [] : ['"httpOnly: true"']),
    ...(!isHttps || attributes.includes('secure') ? [] : ['"secure: true"']),
    ...(attributes.includes('samesite=none') ? ['"sameSite: \'lax\'"'] : []),
  ]
  if (lacking.length === 0) return []
  return [warning(`The cookie "${name}" of ${address} is not as safe as it can be.`, `Give it ${lacking.join(', ')}.`)]
}
