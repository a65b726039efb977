/** How many days before a policy's date people are reminded of it (B5). */
export const REMINDER_DAYS = [14, 7, 1] as const

/** When people are reminded: in the morning, so that nobody is woken and there is a day to do it in. */
const REMINDER_HOUR = 9

const DAY_MS = 24 * 60 * 60_000

/** A reminder of a policy's date. */
export interface Reminder {
  readonly daysBefore: number
  readonly at: number
}

/** The reminders of a policy that begins on a date, those that are still to come after `now`. */
export function remindersOf(from: string, timeZone: string, now: number): readonly Reminder[] {
  return REMINDER_DAYS.map((daysBefore) => ({ daysBefore, at: reminderAt(from, daysBefore, timeZone) })).filter(
    ({ at }) => at > now,
  )
}

/**
 * True where a reminder is still worth sending: its date has not come, and the next reminder is not due either. So whoever
 * was not reminded while no process ran is reminded once, and not twice in a minute.
 */
export function isReminderTimely(from: string, daysBefore: number, timeZone: string, now: number): boolean {
  const next = REMINDER_DAYS.find((days) => days < daysBefore)
  const end = next === undefined ? startOf(from, timeZone) : reminderAt(from, next, timeZone)
  return now >= reminderAt(from, daysBefore, timeZone) && now < end
}

/** Midnight of a date (`2027-03-01`) in a time zone, in ms. */
export function startOf(date: string, timeZone: string): number {
  return zonedTime(date, 0, timeZone)
}

function reminderAt(from: string, daysBefore: number, timeZone: string): number {
  const day = new Date(Date.parse(from) - daysBefore * DAY_MS).toISOString().slice(0, 10)
  return zonedTime(day, REMINDER_HOUR, timeZone)
}

/** An hour of a date on the clocks of a time zone; where these skip it, the hour after. */
function zonedTime(date: string, hour: number, timeZone: string): number {
  const wall = Date.parse(date) + hour * 60 * 60_000
  // Twice: the offset at the first guess may be that of the other side of a change of the clocks.
  const guess = wall - offsetAt(wall, timeZone)
  return wall - offsetAt(guess, timeZone)
}

/** How far the clocks of a time zone are ahead of UTC, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1000) * 1000
}
