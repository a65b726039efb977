import { type Request, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { AuditEvent } from '../../domain/administration/audit-event.js'
import { type Destination, masked } from '../../domain/enrolment/destination.js'
import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import { isTwoFactorError } from '../../errors.js'
import type { SettingsView } from '../../views/enrolment/settings.js'
import type { LinkedAccountActions } from '../linked-accounts/linked-account-routes.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import { displayName } from '../sign-in/display-name.js'
import { fresh, passed, type Visit } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { readDeviceCookie } from '../trusted-devices/device-cookie.js'
import type { DeviceActions } from '../trusted-devices/device-routes.js'

/** What the settings page can do. */
export interface SettingsActions
  extends Pick<DeviceActions, 'listDevices'>,
    Pick<LinkedAccountActions, 'listAccounts'> {
  /** Where codes go, where they are sent. */
  readonly readDestination: (caller: Caller, enrolment: Enrolment) => Promise<Destination | null>
  readonly countBackupCodes: (caller: Caller) => Promise<number>
  readonly lastUse: (caller: Caller, enrolment: Enrolment) => Promise<number>
  readonly turnOff: (caller: Caller) => Promise<void>
  readonly recentEvents: (caller: Caller) => Promise<readonly AuditEvent[]>
}

/** `/`: the settings, and `/turn-off`. */
export function settingsRoutes(surroundings: Surroundings, actions: SettingsActions): Router {
  return Router()
    .get(
      '/',
      passed(surroundings, async (visit, req, res) => {
        const status = await statusOf(surroundings, actions, visit, req)
        const done = readSession(req).done ?? null
        if (done !== null) updateSession(req, { done: undefined })
        const person = await displayName(surroundings, visit.caller)
        const events = await actions.recentEvents(visit.caller)
        const sso = visit.assessment.singleSignOn
        const protectedBy = sso?.outcome === 'bypass' ? sso.provider : null
        const accounts = await accountsOf(actions, visit)
        const view = { page: 'settings', status, accounts, protectedBy, done, events } as const
        await showPage(surroundings, req, res, view, { person })
      }),
    )
    .get(
      '/turn-off',
      fresh(surroundings, '/turn-off', async ({ assessment }, req, res) => {
        if (assessment.state.enrolment === null || assessment.policy.requirement === 'required') {
          return seeOther(surroundings, req, res, surroundings.base)
        }
        await showPage(surroundings, req, res, { page: 'turn-off' })
      }),
    )
    .post(
      '/turn-off',
      fresh(surroundings, '/turn-off', async ({ caller }, req, res) => {
        await actions.turnOff(caller)
        surroundings.epochs.forget(caller.subject.key)
        updateSession(req, { mark: undefined, allowance: undefined, done: 'turned-off' })
        seeOther(surroundings, req, res, surroundings.base)
      }),
    )
}

/** Null while Keycloak cannot be asked: the rest of the settings is there all the same. */
async function accountsOf(
  { listAccounts }: SettingsActions,
  { caller, assessment }: Visit,
): Promise<SettingsView['accounts']> {
  try {
    const { accounts } = await listAccounts(caller.login, caller.subject, assessment.policy.sso)
    return accounts.map(({ name, userName }) => ({ name, userName }))
  } catch (error) {
    if (isTwoFactorError(error) && error.code === 'ERR_2FA_DIRECTORY') return null
    throw error
  }
}

async function statusOf(
  surroundings: Surroundings,
  actions: SettingsActions,
  { caller, assessment }: Visit,
  req: Request,
): Promise<SettingsView['status']> {
  const { enrolment } = assessment.state
  const { requirement } = assessment.policy
  if (enrolment === null) {
    const sso = assessment.singleSignOn
    const provider = sso?.outcome === 'bypass' ? sso.provider : null
    const reason = provider !== null ? 'single-sign-on' : requirement === 'off' ? 'policy' : null
    const invitation = await surroundings.isInvited(caller.subject, assessment)
    return { active: false, offered: reason === null, reason, provider, invitation }
  }
  const days = assessment.policy.trustedDevices.days
  const devices = await actions.listDevices(caller, readDeviceCookie(surroundings, req, caller.subject), days)
  const destination = await actions.readDestination(caller, enrolment)
  return {
    active: true,
    method: enrolment.method,
    destination: destination === null ? null : masked(destination.channel, destination.to),
    since: enrolment.activeSince,
    lastUsedAt: await actions.lastUse(caller, enrolment),
    backupCodesLeft: await actions.countBackupCodes(caller),
    saveBackupCodes: enrolment.backupCodesSavedAt === null,
    trustedDevices: { days, count: devices.length },
    canTurnOff: requirement !== 'required',
  }
}
