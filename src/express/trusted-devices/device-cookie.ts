import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { SealedDeviceCookie } from '../../actions/trusted-devices/use-device.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Surroundings } from '../surroundings.js'

type Needs = Pick<Surroundings, 'origin' | 'clock'>

/** The cookie of a trusted device that the browser holds for this person; undefined where it holds none. */
export function readDeviceCookie(
  { origin }: Pick<Needs, 'origin'>,
  req: Request,
  subject: Subject,
): string | undefined {
  return parseCookie(req.headers.cookie ?? '')[nameFor(origin, subject)]
}

/** Has the browser keep a cookie until its device ends. */
export function writeDeviceCookie(
  { origin, clock }: Needs,
  res: Response,
  subject: Subject,
  { text, endsAt }: SealedDeviceCookie,
): void {
  res.cookie(nameFor(origin, subject), text, { ...optionsFor(origin), maxAge: endsAt - clock.databaseNow() })
}

/** Has the browser forget it. */
export function clearDeviceCookie({ origin }: Pick<Needs, 'origin'>, res: Response, subject: Subject): void {
  res.clearCookie(nameFor(origin, subject), optionsFor(origin))
}

/** One for each person, so that two who share a browser do not overwrite each other's. */
function nameFor(origin: string, { key }: Subject): string {
  const name = `two-factor-device-${key.slice(0, 16)}`
  return origin.startsWith('https:') ? `__Host-${name}` : name
}

function optionsFor(origin: string) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: origin.startsWith('https:') } as const
}
