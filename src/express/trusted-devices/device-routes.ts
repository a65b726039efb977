import { Router } from 'express'
import type { Caller } from '../../actions/context.js'
import type { ListedDevice } from '../../actions/trusted-devices/list-devices.js'
import { nameFields } from '../../views/trusted-devices/devices.js'
import { fieldsOf } from '../fields.js'
import { seeOther } from '../see-other.js'
import { type DeviceDone, readSession, updateSession } from '../session.js'
import { showPage } from '../show-page.js'
import { displayName } from '../sign-in/display-name.js'
import { passed, type VisitHandler } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { clearDeviceCookie, readDeviceCookie } from './device-cookie.js'

/** What the page of trusted devices can do. `sealed`: the cookie of the browser that asks. */
export interface DeviceActions {
  readonly listDevices: (caller: Caller, sealed: string | undefined, days: number) => Promise<readonly ListedDevice[]>
  readonly renameDevice: (caller: Caller, id: unknown, name: unknown) => Promise<void>
  readonly revokeDevice: (caller: Caller, id: unknown) => Promise<void>
  readonly revokeAllDevices: (caller: Caller) => Promise<void>
}

/**
 * `/devices`: the browsers that are not asked, each with a name and a way to end it. These changes need no fresh code:
 * they take trust away and give none, and whoever has lost a phone must be able to make them.
 */
export function deviceRoutes(surroundings: Surroundings, actions: DeviceActions): Router {
  const page = `${surroundings.base}/devices`
  const change = (
    done: DeviceDone,
    act: (visit: Parameters<VisitHandler>[0], req: Parameters<VisitHandler>[1]) => Promise<void>,
  ) =>
    passed(surroundings, async (visit, req, res) => {
      await act(visit, req)
      const { subject } = visit.caller
      if (done !== 'renamed') surroundings.epochs.forget(subject.key)
      if (done === 'all-revoked') clearDeviceCookie(surroundings, res, subject)
      updateSession(req, { deviceDone: done })
      seeOther(surroundings, req, res, page)
    })

  return Router()
    .get(
      '/devices',
      passed(surroundings, async ({ caller, assessment }, req, res) => {
        const { days } = assessment.policy.trustedDevices
        const done = readSession(req).deviceDone ?? null
        if (done !== null) updateSession(req, { deviceDone: undefined })
        const cookie = readDeviceCookie(surroundings, req, caller.subject)
        const devices = await actions.listDevices(caller, cookie, days)
        const person = await displayName(surroundings, caller)
        await showPage(surroundings, req, res, { page: 'devices', devices, days, done }, { person })
      }),
    )
    .post(
      '/devices/revoke-all',
      change('all-revoked', ({ caller }) => actions.revokeAllDevices(caller)),
    )
    .post(
      '/devices/:id/rename',
      change('renamed', ({ caller }, req) =>
        actions.renameDevice(caller, req.params.id, fieldsOf(req, nameFields).name),
      ),
    )
    .post(
      '/devices/:id/revoke',
      change('revoked', ({ caller }, req) => actions.revokeDevice(caller, req.params.id)),
    )
}
