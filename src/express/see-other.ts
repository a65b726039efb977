import type { Request, Response } from 'express'
import type { Location } from '../views/location.js'
import { prefersJson } from './problem.js'
import type { Surroundings } from './surroundings.js'

/**
 * Goes on at another path of this origin: a redirect, and for JSON the same as an answer of its own, since a script can't
 * see where a redirect leads. `POST` keeps a form a form, for routes of the application that take no other.
 */
export function seeOther(
  { origin }: Pick<Surroundings, 'origin'>,
  req: Request,
  res: Response,
  path: string,
  method: Location['method'] = 'GET',
): void {
  res.vary('Accept')
  if (!prefersJson(req)) {
    res.redirect(method === 'GET' ? 303 : 307, path)
    return
  }
  const answer: Location = { location: new URL(path, origin).href, method }
  res.json(answer)
}
