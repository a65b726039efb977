import type { Request } from 'express'
import { localPath } from '../local-path.js'
import { prefersJson } from '../problem.js'
import type { Surroundings } from '../surroundings.js'

/** Where a person comes back to whom a script's answer sent away: to the page that the script ran in, or the start. */
export function scriptsPage({ origin, home }: Surroundings, req: Request): string {
  const page = req.get('referer') ?? ''
  return prefersJson(req) && page.startsWith(`${origin}/`) ? localPath(page.slice(origin.length), home) : home
}
