import { type Request, Router } from 'express'
import { allowInsecureRequests, buildEndSessionUrl, discovery } from 'openid-client'
import { Strategy } from 'openid-client/passport'
import passport from 'passport'
import type { PortalConfig } from './config.js'
import { sameOrigin } from './same-origin.js'
import { keycloakLogin } from './two-factor.js'

/** What the portal keeps of a person in the session. */
export interface PortalUser {
  id: string
  name: string
  login: ReturnType<typeof keycloakLogin>
  /** Keycloak asks "log out?" when it does not get this back. */
  idToken: string
}

/** Who is signed in. */
export const userOf = (req: Request): PortalUser | undefined => req.user as PortalUser | undefined

/** Finds the realm's addresses; throws with a cure when Keycloak does not answer. */
export async function discoverKeycloak({ keycloak }: PortalConfig) {
  const issuer = `${keycloak.url}/realms/${keycloak.realm}`
  const plain = keycloak.url.startsWith('http:')
  return discovery(new URL(issuer), keycloak.clientId, keycloak.clientSecret, undefined, {
    execute: plain ? [allowInsecureRequests] : [],
  }).catch((cause: unknown) => {
    throw new Error(`Keycloak does not answer at ${issuer}. Is it running, and is the realm's name right?`, { cause })
  })
}

export interface SignInOptions {
  keycloak: Awaited<ReturnType<typeof discoverKeycloak>>
  portalUrl: string
  /** What the second step needs to say to Keycloak at a sign-in. */
  signInParams: Strategy['authorizationRequestParams']
  /** The portal's clock, in milliseconds. */
  now: () => number
}

/** The portal's own Keycloak login: who is signed in, `/login`, `/login/callback` and `/logout`. */
export function signIn({ keycloak, portalUrl, signInParams, now }: SignInOptions): Router {
  const strategy = new Strategy(
    { config: keycloak, name: 'keycloak', scope: 'openid', callbackURL: `${portalUrl}/login/callback` },
    (tokens, done) => {
      const claims = tokens.claims()
      const login = keycloakLogin(claims, now())
      done(null, { id: login.userId, name: String(claims?.name ?? login.userId), login, idToken: tokens.id_token })
    },
  )
  strategy.authorizationRequestParams = signInParams
  const authenticator = new passport.Passport()
  authenticator.use(strategy)
  authenticator.serializeUser((user, done) => done(null, user))
  authenticator.deserializeUser((user: PortalUser, done) => done(null, user))

  const router = Router()
  router.use(authenticator.authenticate('session'))
  router.get('/login', authenticator.authenticate('keycloak'))
  router.get(
    '/login/callback',
    authenticator.authenticate('keycloak', { successRedirect: '/two-factor/continue', failureRedirect: '/' }),
  )
  router.post('/logout', sameOrigin(portalUrl), (req, res, next) => {
    const idToken = userOf(req)?.idToken
    req.session.destroy((error) => {
      if (error) next(error)
      else if (idToken === undefined) res.redirect(303, '/')
      else {
        const end = { id_token_hint: idToken, post_logout_redirect_uri: `${portalUrl}/login` }
        res.redirect(303, buildEndSessionUrl(keycloak, end).href)
      }
    })
  })
  return router
}
