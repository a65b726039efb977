import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Explanation, SupposedLogin } from '../../actions/administration/explain-login.js'
import type { IssuedBypassCode } from '../../actions/administration/issue-bypass-code.js'
import type { ReachedPerson } from '../../actions/administration/reach-person.js'
import type { SecondFactor } from '../../actions/administration/show-second-factor.js'
import type { Actor, Caller } from '../../actions/context.js'
import type { LinkedAccounts } from '../../actions/linked-accounts/list-accounts.js'
import type { ListedDevice } from '../../actions/trusted-devices/list-devices.js'
import type { Standing } from '../../domain/administration/authority.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Person } from '../../ports/directory.js'
import { bypassCodeFields } from '../../views/administration/person.js'
import { tryQuery } from '../../views/administration/try.js'
import { accountFields } from '../../views/linked-accounts/linked-accounts.js'
import { fieldsOf, queryOf } from '../fields.js'
import { seeOther } from '../see-other.js'
import { type Rescue, readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type AdministeringActions, type AdminVisit, administering } from './administering.js'
import { namedTenant, whoOf } from './names.js'

/** What the page of a person can do. */
export interface PersonActions extends AdministeringActions {
  readonly reachPerson: (
    caller: Caller,
    administrator: Standing,
    userId: string,
    options: { readonly act: boolean },
  ) => Promise<ReachedPerson>
  readonly showSecondFactor: (reached: ReachedPerson) => Promise<SecondFactor>
  readonly explainLogin: (person: Person, subject: Subject, supposed: SupposedLogin) => Promise<Explanation>
  readonly accountsOf: (subject: Subject) => Promise<LinkedAccounts>
  readonly approveAccount: (
    actor: Actor,
    subject: Subject,
    account: { readonly provider: string; readonly userName: string | undefined },
  ) => Promise<void>
  readonly unlockPerson: (actor: Actor, subject: Subject) => Promise<void>
  readonly resetPerson: (actor: Actor, subject: Subject) => Promise<void>
  readonly devicesOf: (subject: Subject) => Promise<readonly ListedDevice[]>
  readonly revokePersonDevices: (actor: Actor, subject: Subject, which: unknown) => Promise<void>
  readonly revokeSessions: (actor: Actor, subject: Subject) => Promise<void>
  readonly issueBypassCode: (
    actor: Actor,
    subject: Subject,
    given: { readonly reason: unknown; readonly lastsMs: unknown },
  ) => Promise<IssuedBypassCode>
}

const PERSON = '/admin/people/:person'

/** `/admin/people/…`: what is wrong with a person's second factor, and the cures. */
export function personRoutes(surroundings: Surroundings, actions: PersonActions): Router {
  const pathOf = (req: Request) => `/admin/people/${encodeURIComponent(String(req.params.person))}`
  const show = async (reached: ReachedPerson, issued: IssuedBypassCode | null, req: Request, res: Response) => {
    const { person, subject, reach, tenants } = reached
    const [{ hasWrongAnswers, ...secondFactor }, devices, { accounts }] = await Promise.all([
      actions.showSecondFactor(reached),
      actions.devicesOf(subject),
      actions.accountsOf(subject),
    ])
    await showPage(surroundings, req, res, {
      page: 'admin-person',
      who: whoOf(person),
      tenants: tenants.map(namedTenant),
      reach: reach.reach,
      because: reach.reach === 'look' ? reach.because : null,
      ...secondFactor,
      accounts,
      canUnlock: hasWrongAnswers,
      devices: devices.map(deviceItem),
      issued,
      done: takeDone(req, person.userId),
    })
  }
  /** Reads everything anew, acts, and returns to the person. */
  const acting = (
    done: Rescue['done'],
    act: (actor: Actor, subject: Subject, req: Request) => Promise<void>,
  ): RequestHandler =>
    administering(surroundings, actions, { changes: true, back: pathOf }, async (visit, req, res) => {
      const { person, subject } = await reach(visit, req, true)
      await act(visit.actor, subject, req)
      surroundings.epochs.forget(subject.key)
      updateSession(req, { rescue: { done, userId: person.userId } })
      seeOther(surroundings, req, res, `${surroundings.base}${pathOf(req)}`)
    })
  const reach = ({ caller, standing }: AdminVisit, req: Request, act: boolean) =>
    actions.reachPerson(caller, standing, String(req.params.person), { act })

  return Router()
    .get(
      PERSON,
      administering(surroundings, actions, { changes: false }, async (visit, req, res) =>
        show(await reach(visit, req, false), null, req, res),
      ),
    )
    .get(
      `${PERSON}/try`,
      administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
        const { person, subject, tenants } = await reach(visit, req, false)
        const { client, provider } = queryOf(req, tryQuery)
        const supposed = { client: client || visit.caller.login.clientId, provider: provider || null }
        const { requiredBy, ...explained } = await actions.explainLogin(person, subject, supposed)
        await showPage(surroundings, req, res, {
          ...{ page: 'admin-try', who: whoOf(person), client: supposed.client, provider, ...explained },
          // Of a tenant of others nothing is told but that somebody requires it.
          requiredBy: tenants.filter(({ id }) => requiredBy.includes(id)).map(namedTenant),
        })
      }),
    )
    .post(`${PERSON}/unlock`, acting('unlocked', actions.unlockPerson))
    .post(
      `${PERSON}/accounts/:alias/approve`,
      acting('account-approved', (actor, subject, req) => {
        const { userName } = fieldsOf(req, accountFields)
        return actions.approveAccount(actor, subject, { provider: String(req.params.alias), userName })
      }),
    )
    .post(`${PERSON}/revoke-sessions`, acting('sessions-revoked', actions.revokeSessions))
    .post(
      `${PERSON}/devices/revoke-all`,
      acting('devices-revoked', (actor, subject) => actions.revokePersonDevices(actor, subject, 'all')),
    )
    .post(
      `${PERSON}/devices/:id/revoke`,
      acting('devices-revoked', (actor, subject, req) =>
        // A path names one device: "all" is a path of its own.
        actions.revokePersonDevices(actor, subject, req.params.id === 'all' ? null : req.params.id),
      ),
    )
    .get(
      `${PERSON}/reset`,
      administering(surroundings, actions, { changes: true }, async (visit, req, res) => {
        const { person } = await reach(visit, req, true)
        await showPage(surroundings, req, res, { page: 'admin-reset', who: whoOf(person) })
      }),
    )
    .post(`${PERSON}/reset`, acting('reset', actions.resetPerson))
    .post(
      `${PERSON}/bypass-code`,
      administering(surroundings, actions, { changes: true, back: pathOf }, async (visit, req, res) => {
        const reached = await reach(visit, req, true)
        const { reason, minutes } = fieldsOf(req, bypassCodeFields)
        const issued = await actions.issueBypassCode(visit.actor, reached.subject, {
          reason,
          lastsMs: minutes * 60_000,
        })
        // Shown in this answer alone: nothing keeps it, so no redirect can bring it.
        await show(reached, issued, req, res)
      }),
    )
}

function deviceItem({ id, name, browser, system, address, usedAt, endsAt }: ListedDevice) {
  return { id, name, browser, system, address, usedAt, endsAt }
}

/** What was just done to this person; said once. */
function takeDone(req: Request, userId: string): Rescue['done'] | null {
  const { rescue } = readSession(req)
  if (rescue === undefined) return null
  updateSession(req, { rescue: undefined })
  return rescue.userId === userId ? rescue.done : null
}
