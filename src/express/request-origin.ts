import Bowser from 'bowser'
import type { Request } from 'express'
import type { RequestOrigin } from '../domain/messages/notice.js'

const LONGEST_HEADER = 512

/** Where a request came from, as its person would recognise it. The address is Express's, so "trust proxy" decides. */
export function requestOrigin(req: Request): RequestOrigin {
  const userAgent = req.get('user-agent')?.slice(0, LONGEST_HEADER)
  const { browser, os } = userAgent ? Bowser.parse(userAgent) : {}
  return { browser: browser?.name ?? null, system: os?.name ?? null, address: req.ip ?? null }
}
