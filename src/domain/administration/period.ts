import { TwoFactorError } from '../../errors.js'
import { startOf } from '../tenant-policy/roll-out.js'

/** A span of time in ms: from then on, and before then; what is left out is open. */
export interface Period {
  readonly from?: number
  readonly before?: number
}

/**
 * The time from the beginning of one day to the end of another, on the clocks of a time zone; both as `2026-11-25`, or
 * empty for no end. Throws `ERR_2FA_MALFORMED` for what is no date, and for an end before the beginning.
 */
export function periodOf(from: string, to: string, timeZone: string): Period {
  for (const [name, date] of Object.entries({ from, to })) {
    if (date !== '' && !isDate(date)) throw malformed(`"${name}" must be a date such as 2026-11-25.`)
  }
  if (from !== '' && to !== '' && to < from) throw malformed('"to" must not be before "from".')
  return {
    ...(from !== '' && { from: startOf(from, timeZone) }),
    ...(to !== '' && { before: startOf(dayAfter(to), timeZone) }),
  }
}

const DAY_MS = 24 * 60 * 60_000

const dayAfter = (date: string) => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10)

function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  // What is no day of a month, such as February 30, would be read as one of the next.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

function malformed(message: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_MALFORMED', message)
}
