/** A time to be put into words: milliseconds since the epoch, and the IANA zone to show it in (null: UTC). */
export interface Moment {
  readonly at: number
  readonly timeZone: string | null
}

/** Dates and numbers the way a language writes them. The zone is always named beside a time of day. */
export interface Format {
  number(value: number): string
  /** A share of 1, to the whole percent: "40%". Neither "0%" where there is something nor "100%" where something lacks. */
  percent(share: number): string
  /** Several names as one phrase: "Acme and Birch". */
  list(names: readonly string[]): string
  date(moment: Moment): string
  time(moment: Moment): string
  dateTime(moment: Moment): string
}

/** The dates and numbers of one language. */
export function formatOf(locale: string): Format {
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent' })
  const lists = new Intl.ListFormat(locale)
  const clock = { hour: 'numeric', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const
  return {
    number: (value) => numbers.format(value),
    percent: (share) => {
      if (share > 0 && share < 0.01) return `<${percents.format(0.01)}`
      return share > 0.99 && share < 1 ? `>${percents.format(0.99)}` : percents.format(share)
    },
    list: (names) => lists.format(names),
    date: ({ at, timeZone }) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: timeZone ?? 'UTC' }).format(at),
    time: ({ at, timeZone }) => new Intl.DateTimeFormat(locale, { ...clock, timeZone: timeZone ?? 'UTC' }).format(at),
    dateTime: ({ at, timeZone }) =>
      new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month: 'long',
        day: 'numeric',
        ...clock,
        timeZone: timeZone ?? 'UTC',
      }).format(at),
  }
}
