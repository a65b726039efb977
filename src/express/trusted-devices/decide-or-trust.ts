import type { Request, Response } from 'express'
import type { Caller } from '../../actions/context.js'
import type { Assessment } from '../../actions/sign-in/assess-login.js'
import { admitsStandIn, type Demand } from '../../domain/assess.js'
import { grant, readSession } from '../session.js'
import { decide } from '../sign-in/decide.js'
import type { Surroundings } from '../surroundings.js'
import { clearDeviceCookie, readDeviceCookie, writeDeviceCookie } from './device-cookie.js'

/**
 * As `decide`; and where a code would be asked for, the cookie of a trusted device is judged first, on the way to the code
 * page alone. Where it counts the session gets a new id, as after a code.
 */
export async function decideOrTrust(
  surroundings: Surroundings,
  req: Request,
  res: Response,
  caller: Caller,
  demand: Demand,
  options: { readonly justSignedIn?: boolean } = {},
): Promise<Assessment> {
  const { login, subject } = caller
  const assessment = await decide(surroundings, req, login, demand, options)
  if (assessment.decision.outcome !== 'challenge' || !admitsStandIn(demand)) return assessment
  const cookie = readDeviceCookie(surroundings, req, subject)
  if (cookie === undefined) return assessment
  const use = await surroundings.useDevice(caller, cookie, assessment.policy.trustedDevices.days)
  if (use.outcome === 'refused') {
    if (use.isOver) clearDeviceCookie(surroundings, res, subject)
    return assessment
  }
  if (use.cookie !== null) writeDeviceCookie(surroundings, res, subject, use.cookie)
  await grant(req, { trust: use.note, back: readSession(req).back })
  return decide(surroundings, req, login, demand, options)
}
