import type { Request, Response } from 'express'
import type { Caller } from '../../actions/context.js'
import type { SealedDeviceCookie } from '../../actions/trusted-devices/use-device.js'
import type { ChallengeView } from '../../views/challenge/challenge.js'
import type { Surroundings } from '../surroundings.js'
import { readDeviceCookie, writeDeviceCookie } from './device-cookie.js'

/** What "Don't ask again for so many days" can do. `sealed`: the cookie that the browser holds already. */
export interface TrustActions {
  readonly offerTrust: (caller: Caller, sealed: string | undefined, days: number) => Promise<boolean>
  readonly trustDevice: (caller: Caller, sealed: string | undefined, days: number) => Promise<SealedDeviceCookie | null>
}

/** True where the box beside the code was ticked; JSON says `true`. */
function isChosen(req: Request): boolean {
  const body = req.body as { trust?: unknown } | undefined
  return body?.trust === '1' || body?.trust === true
}

/** "Don't ask again …" as the code page shows it: offered or not, and still ticked after a wrong code. */
export async function offeredTrust(
  surroundings: Surroundings,
  { offerTrust }: TrustActions,
  { caller, days }: { caller: Caller; days: number },
  req: Request,
): Promise<ChallengeView['trust']> {
  const cookie = readDeviceCookie(surroundings, req, caller.subject)
  return (await offerTrust(caller, cookie, days)) ? { days, chosen: isChosen(req) } : null
}

/**
 * Trusts the browser after its right code, where that was chosen. The code counts whatever becomes of this: a person who
 * could not be trusted is asked the next time.
 */
export async function trustWhereChosen(
  surroundings: Surroundings,
  { trustDevice }: TrustActions,
  { caller, daysOf }: { caller: Caller; daysOf: () => Promise<number> },
  req: Request,
  res: Response,
): Promise<void> {
  if (!isChosen(req)) return
  const { subject } = caller
  try {
    const cookie = await trustDevice(caller, readDeviceCookie(surroundings, req, subject), await daysOf())
    if (cookie !== null) writeDeviceCookie(surroundings, res, subject, cookie)
  } catch (error) {
    surroundings.events.emit({ kind: 'request-failed', error })
  }
}
