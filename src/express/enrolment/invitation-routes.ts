import { type Request, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import { invitationHtml } from '../../pages/index.js'
import { invitationFields } from '../../views/enrolment/invitation.js'
import { fieldsOf } from '../fields.js'
import { localPath } from '../local-path.js'
import { seeOther } from '../see-other.js'
import { frameOf } from '../show-page.js'
import { sessionEvidence } from '../sign-in/decide.js'
import { loginOf } from '../sign-in/login-of.js'
import { passed } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** What an invitation can do. */
export interface InvitationActions {
  readonly dismissInvitation: (caller: Caller) => Promise<void>
}

/** `/invitation/dismiss`: not to be invited any more, and back to the page where the invitation was. */
export function invitationRoutes(surroundings: Surroundings, actions: InvitationActions): Router {
  return Router().post(
    '/invitation/dismiss',
    passed(surroundings, async ({ caller }, req, res) => {
      const { to } = fieldsOf(req, invitationFields)
      await actions.dismissInvitation(caller)
      seeOther(surroundings, req, res, localPath(to, surroundings.home))
    }),
  )
}

/**
 * The invitation for a page of the application, in the person's language; null for whoever is not to be invited, or is not
 * signed in. Rejects with `ERR_2FA_STORE` when that cannot be read.
 */
export async function invitationFor(surroundings: Surroundings, req: Request): Promise<string | null> {
  const login = loginOf(surroundings, req)
  if (login === undefined) return null
  const subject = surroundings.identities.subject(login)
  const assessment = await surroundings.assessLogin(login, subject, { by: 'policy' }, sessionEvidence(req))
  if (!(await surroundings.isInvited(subject, assessment))) return null
  const frame = frameOf(surroundings, req)
  const texts = surroundings.languages.textsFor(frame.locale)
  return invitationHtml({ frame: { ...frame, texts }, to: localPath(req.originalUrl, surroundings.home) })
}
