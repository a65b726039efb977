import { Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { AuditEvent } from '../../domain/administration/audit-event.js'
import type { Policy } from '../../domain/assess.js'
import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import { maskedAddress } from '../../domain/enrolment/masked-address.js'
import type { SettingsView } from '../../views/enrolment/settings.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import { displayName } from '../sign-in/display-name.js'
import { fresh, passed, type Visit } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'

/** What the settings page can do. */
export interface SettingsActions {
  readonly policy: Policy
  /** The address that codes go to, where they are sent. */
  readonly readDestination: (caller: Caller, enrolment: Enrolment) => Promise<string | null>
  readonly countBackupCodes: (caller: Caller) => Promise<number>
  readonly turnOff: (caller: Caller) => Promise<void>
  readonly recentEvents: (caller: Caller) => Promise<readonly AuditEvent[]>
}

/** `/`: the settings, and `/turn-off`. */
export function settingsRoutes(surroundings: Surroundings, actions: SettingsActions): Router {
  return Router()
    .get(
      '/',
      passed(surroundings, async (visit, req, res) => {
        const status = await statusOf(actions, visit)
        const done = readSession(req).done ?? null
        if (done !== null) updateSession(req, { done: undefined })
        const person = await displayName(surroundings, visit.caller)
        const events = await actions.recentEvents(visit.caller)
        await showPage(surroundings, req, res, { page: 'settings', status, done, events }, { person })
      }),
    )
    .get(
      '/turn-off',
      fresh(surroundings, '/turn-off', async ({ assessment }, req, res) => {
        if (assessment.state.enrolment === null || actions.policy.requirement === 'required') {
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

async function statusOf(actions: SettingsActions, { caller, assessment }: Visit): Promise<SettingsView['status']> {
  const { enrolment } = assessment.state
  const { requirement } = actions.policy
  if (enrolment === null)
    return { active: false, offered: requirement !== 'off' && caller.login.identityProvider === undefined }
  const destination = await actions.readDestination(caller, enrolment)
  return {
    active: true,
    method: enrolment.method,
    destination: destination === null ? null : maskedAddress(destination),
    since: enrolment.activeSince,
    backupCodesLeft: await actions.countBackupCodes(caller),
    saveBackupCodes: enrolment.backupCodesSavedAt === null,
    canTurnOff: requirement !== 'required',
  }
}
