import { type KeycloakLogin, type LoginBinding, sameLogin } from './login.js'

/** How long an entry at Keycloak, or a judged code, allows changes of the second factor: five minutes, in ms. */
export const FRESH_MS = 5 * 60_000

/** The login that came back from the last sign-in we asked for, with the provider that it came by. */
export type AskedLogin = LoginBinding & Pick<KeycloakLogin, 'identityProvider'>

/**
 * True when the person entered their password at most five minutes ago, because we asked for it.
 *
 * `asked` is the login that came back from the last sign-in we sent the person to. Each difference is taken on one
 * clock: `auth_time` to `iat` on Keycloak's, the sign-in to now on ours. A login that came back by an identity provider is
 * fresh only where that is `reauthenticating`: others ignore `prompt=login`, and `auth_time` moves with nothing typed. Connecting an account in the
 * same Keycloak session, which then names that provider, leaves the entry what it was.
 */
export function isFresh(
  login: KeycloakLogin,
  asked: AskedLogin | undefined,
  { now, reauthenticating }: { readonly now: number; readonly reauthenticating: readonly string[] },
): boolean {
  if (login.authenticatedAt === null || asked === undefined || !sameLogin(login, asked)) return false
  if (login.bridge === undefined) return false
  if (asked.identityProvider !== undefined && !reauthenticating.includes(asked.identityProvider)) return false
  const atKeycloak = login.issuedAt - login.authenticatedAt
  const here = now - login.signedInAt
  // Processes that share sessions have clocks of their own; a sign-in may seem to lie a little ahead.
  const since = Math.max(0, here)
  // A second of `auth_time` is whole while `iat` may round the other way, so the difference can be slightly negative.
  return atKeycloak >= -1_000 && here >= -60_000 && atKeycloak + since <= FRESH_MS
}
