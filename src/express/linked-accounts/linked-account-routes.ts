import { type Request, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import { noSuchAccount } from '../../actions/linked-accounts/connect-account.js'
import type { LinkedAccounts } from '../../actions/linked-accounts/list-accounts.js'
import { bindingOf, type KeycloakLogin, type Subject } from '../../domain/sign-in/login.js'
import type { SingleSignOnOfTenant } from '../../domain/tenant-policy/combine-policies.js'
import { accountFields } from '../../views/linked-accounts/linked-accounts.js'
import { fieldsOf } from '../fields.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import { displayName } from '../sign-in/display-name.js'
import { sendToSignIn } from '../sign-in/send-to-sign-in.js'
import { fresh, passed, type Visit } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** What the page of connected accounts can do. */
export interface LinkedAccountActions {
  readonly listAccounts: (
    of: Pick<KeycloakLogin, 'userId'>,
    subject: Subject,
    tenants: readonly SingleSignOnOfTenant[],
  ) => Promise<LinkedAccounts>
  readonly connectAccount: (
    caller: Caller,
    provider: string,
    options: { readonly afterSecondStep: boolean; readonly userName?: string | undefined },
  ) => Promise<boolean>
  readonly disconnectAccount: (caller: Caller, provider: string) => Promise<void>
}

const LIST = '/linked-accounts'

/**
 * `/linked-accounts`: the accounts with which a person can sign in. Connecting is Keycloak's own action; whether it was
 * done is seen when the person comes back, at `/continue`.
 */
export function linkedAccountRoutes(surroundings: Surroundings, actions: LinkedAccountActions): Router {
  const page = `${surroundings.base}${LIST}`
  const aliasIn = (req: Request) => String(req.params.alias)
  const pathFor = (what: string) => (req: Request) => `${LIST}/${encodeURIComponent(aliasIn(req))}/${what}`
  const list = ({ caller, assessment }: Visit) =>
    actions.listAccounts(caller.login, caller.subject, assessment.policy.sso)
  const found = async (visit: Visit, req: Request) => {
    const { accounts, offered, canDisconnect } = await list(visit)
    const isIt = ({ provider }: { provider: string }) => provider === aliasIn(req)
    return { account: accounts.find(isIt) ?? null, offer: offered.find(isIt) ?? null, canDisconnect }
  }

  return Router()
    .get(
      LIST,
      passed(surroundings, async (visit, req, res) => {
        const { accountDone: done = null } = readSession(req)
        if (done !== null) updateSession(req, { accountDone: undefined })
        const canConfirm = visit.assessment.state.enrolment !== null
        const person = await displayName(surroundings, visit.caller)
        const linked = await list(visit)
        await showPage(surroundings, req, res, { page: 'linked-accounts', ...linked, canConfirm, done }, { person })
      }),
    )
    .get(
      `${LIST}/:alias/connect`,
      fresh(surroundings, pathFor('connect'), async (visit, req, res) => {
        const { account, offer } = await found(visit, req)
        const { provider, name } = account ?? offer ?? missing()
        const userName = account?.userName ?? null
        await showPage(surroundings, req, res, { page: 'linked-accounts-connect', provider, name, userName })
      }),
    )
    .post(
      `${LIST}/:alias/connect`,
      fresh(surroundings, pathFor('connect'), async (visit, req, res) => {
        const { caller, assessment } = visit
        const { account, offer } = await found(visit, req)
        const { login } = caller
        const afterSecondStep = assessment.state.enrolment !== null
        if (account !== null) {
          // It may have been exchanged since the person saw it.
          const { userName = '' } = fieldsOf(req, accountFields)
          const isDone = await actions.connectAccount(caller, account.provider, { afterSecondStep, userName })
          updateSession(req, { accountDone: isDone ? 'confirmed' : 'not-connected' })
          return seeOther(surroundings, req, res, page)
        }
        const { provider } = offer ?? missing()
        const before = { ...bindingOf(login), signedInAt: login.signedInAt }
        await sendToSignIn(surroundings, req, res, {
          ask: { for: 'account', provider, before, afterSecondStep },
          to: page,
        })
      }),
    )
    .get(
      `${LIST}/:alias/disconnect`,
      fresh(surroundings, pathFor('disconnect'), async (visit, req, res) => {
        const { account, canDisconnect } = await found(visit, req)
        if (!canDisconnect) return seeOther(surroundings, req, res, page)
        const { provider, name, userName } = account ?? missing()
        await showPage(surroundings, req, res, { page: 'linked-accounts-disconnect', provider, name, userName })
      }),
    )
    .post(
      `${LIST}/:alias/disconnect`,
      fresh(surroundings, pathFor('disconnect'), async ({ caller }, req, res) => {
        await actions.disconnectAccount(caller, aliasIn(req))
        surroundings.epochs.forget(caller.subject.key)
        updateSession(req, { accountDone: 'disconnected' })
        seeOther(surroundings, req, res, page)
      }),
    )
}

function missing(): never {
  throw noSuchAccount()
}
