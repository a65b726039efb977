import { error, type Finding } from './finding.js'

const CURE =
  'Run install for this client; if it is still so, look for mappers of your own on the client and its scopes.'

/**
 * Judges an ID token that Keycloak has made up for a client, without a login: the constant claim must be there, and what
 * only a login can tell must not, since then something else than the login tells it.
 */
export function judgeToken(clientId: string, claims: Readonly<Record<string, unknown>>): Finding[] {
  const bridge = claims.two_factor_bridge
  return [
    ...(bridge === 1
      ? []
      : [
          error(
            bridge === undefined
              ? `ID tokens of the client "${clientId}" lack the claim "two_factor_bridge": nobody can sign in.`
              : `ID tokens of the client "${clientId}" have another "two_factor_bridge" than 1: nobody can sign in.`,
            CURE,
          ),
        ]),
    ...['identity_provider', 'identity_provider_user_name', 'impersonator'].flatMap((name) =>
      claims[name] === undefined
        ? []
        : [error(`ID tokens of the client "${clientId}" have the claim "${name}" whatever the login was.`, CURE)],
    ),
  ]
}

/** The scope in which Keycloak tells `sid` and `auth_time`. */
export function judgeScopes(clientId: string, defaultClientScopes: readonly string[]): Finding[] {
  if (defaultClientScopes.includes('basic')) return []
  const what = `The client "${clientId}" has not the default client scope "basic": its ID tokens lack "auth_time".`
  return [error(what, 'Add the client scope "basic" to the client, as a default one.')]
}
