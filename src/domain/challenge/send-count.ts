/** How many codes were sent, to a person or to an address, in the hour and the day that are running. */
export interface SendCount {
  /** Whose count it is: a subject's key, or the keyed hash of an address. */
  readonly key: string
  /** Grows with every code; 0 where nothing was sent yet. */
  readonly version: number
  readonly hourStartedAt: number
  readonly inHour: number
  readonly dayStartedAt: number
  readonly inDay: number
}

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** At most so many codes in an hour, and in a day: mailboxes are no targets, and guesses at codes are few. */
export const SENT_IN_HOUR = 5
/** As above, in a day. */
export const SENT_IN_DAY = 20

/** The count of whoever was never sent a code. */
export function noSendCount(key: string): SendCount {
  return { key, version: 0, hourStartedAt: 0, inHour: 0, dayStartedAt: 0, inDay: 0 }
}

/** The count with one more code; or until when, in ms, no further one may be sent. */
export function countSending(count: SendCount, now: number): { next: SendCount } | { cappedUntil: number } {
  const hourIsOver = now >= count.hourStartedAt + HOUR_MS
  const dayIsOver = now >= count.dayStartedAt + DAY_MS
  const inHour = hourIsOver ? 0 : count.inHour
  const inDay = dayIsOver ? 0 : count.inDay
  if (inDay >= SENT_IN_DAY) return { cappedUntil: count.dayStartedAt + DAY_MS }
  if (inHour >= SENT_IN_HOUR) return { cappedUntil: count.hourStartedAt + HOUR_MS }
  const next = {
    key: count.key,
    version: count.version,
    hourStartedAt: hourIsOver ? now : count.hourStartedAt,
    inHour: inHour + 1,
    dayStartedAt: dayIsOver ? now : count.dayStartedAt,
    inDay: inDay + 1,
  }
  return { next }
}
