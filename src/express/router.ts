import express, { type ErrorRequestHandler, Router } from 'express'
import { TwoFactorError } from '../errors.js'
import { comfortScript, stylesheet } from '../pages/index.js'
import type { Signer } from '../ports/crypto.js'
import { type OpenApiDocument, openApiDocument } from '../views/open-api.js'
import { type AdminActions, adminRoutes } from './administration/admin-routes.js'
import { type AuditActions, auditRoutes } from './administration/audit-routes.js'
import { type CoverageActions, coverageRoutes } from './administration/coverage-routes.js'
import { type AdminMessageActions, adminMessageRoutes } from './administration/message-routes.js'
import { type PersonActions, personRoutes } from './administration/person-routes.js'
import { type PolicyActions, policyRoutes } from './administration/policy-routes.js'
import { type BackupCodeActions, backupCodeRoutes } from './backup-codes/backup-code-routes.js'
import { type ChallengeActions, challengeRoutes } from './challenge/challenge-routes.js'
import { csrfProtection } from './csrf.js'
import { type InvitationActions, invitationRoutes } from './enrolment/invitation-routes.js'
import { type LaterActions, laterRoutes } from './enrolment/later-routes.js'
import { type SetUpActions, setUpRoutes } from './enrolment/set-up-routes.js'
import { type SettingsActions, settingsRoutes } from './enrolment/settings-routes.js'
import { ownErrors } from './errors.js'
import { pageHeaders } from './headers.js'
import { type LinkedAccountActions, linkedAccountRoutes } from './linked-accounts/linked-account-routes.js'
import { type BackchannelLogoutActions, backchannelLogoutRoutes } from './sign-in/backchannel-logout.js'
import { continueRoutes } from './sign-in/continue.js'
import { type FreshActions, freshRoutes } from './sign-in/fresh-routes.js'
import { jwksRoute } from './statements/jwks-route.js'
import type { Surroundings } from './surroundings.js'
import { type DeviceActions, deviceRoutes } from './trusted-devices/device-routes.js'

/** Everything the pages can do. */
export type RouterActions = ChallengeActions &
  SetUpActions &
  SettingsActions &
  BackupCodeActions &
  DeviceActions &
  LinkedAccountActions &
  FreshActions &
  AdminActions &
  AdminMessageActions &
  PersonActions &
  PolicyActions &
  AuditActions &
  CoverageActions &
  InvitationActions &
  LaterActions &
  BackchannelLogoutActions & { readonly jwks: Signer['jwks'] }

/** A form or JSON body of ours is a few fields; more is not ours. */
const BODY_LIMIT = '10kb'

/** The paths under the mount, with their own headers, body parsers and error pages. */
export function twoFactorRouter(
  surroundings: Surroundings,
  actions: RouterActions,
  errors: ErrorRequestHandler,
): Router {
  const router = Router({ strict: false })
  router.use(...pageHeaders(surroundings.origin))
  router.get('/assets/style.css', asset('text/css', stylesheet))
  router.get('/assets/comfort.js', asset('text/javascript', comfortScript))
  router.get('/openapi.json', openApi(surroundings))
  router.use(jwksRoute(actions.jwks))
  // Before the protection of forms: Keycloak has no token of ours.
  router.use(backchannelLogoutRoutes(surroundings, actions))
  router.use(
    express.urlencoded({ extended: false, limit: BODY_LIMIT }),
    express.json({ limit: BODY_LIMIT, strict: false }),
  )
  router.use(csrfProtection(surroundings.origin))
  router.use(
    continueRoutes(surroundings, actions),
    freshRoutes(surroundings, actions),
    challengeRoutes(surroundings, actions),
    setUpRoutes(surroundings, actions),
    backupCodeRoutes(surroundings, actions),
    deviceRoutes(surroundings, actions),
    linkedAccountRoutes(surroundings, actions),
    invitationRoutes(surroundings, actions),
    laterRoutes(surroundings, actions),
    settingsRoutes(surroundings, actions),
    adminRoutes(surroundings, actions),
    adminMessageRoutes(surroundings, actions),
    policyRoutes(surroundings, actions),
    auditRoutes(surroundings, actions),
    coverageRoutes(surroundings, actions),
    personRoutes(surroundings, actions),
  )
  router.use(() => {
    throw new TwoFactorError('ERR_2FA_NOT_FOUND', 'There is no such page.')
  })
  router.use(ownErrors, errors)
  return router
}

/** What the paths are, for whoever writes a client; made when it is first asked for. */
function openApi({ origin, base, application }: Surroundings): express.RequestHandler {
  let document: OpenApiDocument | undefined
  return (_req, res) => {
    document ??= openApiDocument({ url: origin + base, name: application })
    res.set('Cache-Control', 'public, max-age=3600').json(document)
  }
}

/** Style and script are the same for everybody, so browsers may keep them for an hour. */
function asset(type: string, content: string): express.RequestHandler {
  return (_req, res) => {
    res.set('Cache-Control', 'public, max-age=3600').type(type).send(content)
  }
}
