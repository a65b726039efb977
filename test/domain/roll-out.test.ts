import { expect } from 'chai'
import { isReminderTimely, remindersOf, startOf } from '../../src/domain/tenant-policy/roll-out.js'

/** The date, the zone, and the reminders in UTC; clocks change on 28 March 2027 in Berlin, 14 March in New York. */
const CALENDAR: readonly [string, string, string[]][] = [
  ['2027-03-03', 'UTC', ['2027-02-17T09:00', '2027-02-24T09:00', '2027-03-02T09:00']],
  ['2027-03-03', 'Asia/Tokyo', ['2027-02-17T00:00', '2027-02-24T00:00', '2027-03-02T00:00']],
  ['2027-04-01', 'Europe/Berlin', ['2027-03-18T08:00', '2027-03-25T08:00', '2027-03-31T07:00']],
  ['2027-03-15', 'America/New_York', ['2027-03-01T14:00', '2027-03-08T14:00', '2027-03-14T13:00']],
  ['2028-03-01', 'Asia/Kathmandu', ['2028-02-16T03:15', '2028-02-23T03:15', '2028-02-29T03:15']],
]

const utc = (text: string) => Date.parse(`${text}:00Z`)

describe('the calendar of a roll-out', () => {
  for (const [from, timeZone, expected] of CALENDAR) {
    it(`reminds at nine in the morning before ${from} in ${timeZone}`, () => {
      const reminders = remindersOf(from, timeZone, 0)
      expect(reminders.map(({ at }) => new Date(at).toISOString().slice(0, 16))).to.deep.equal(expected)
      expect(reminders.map(({ daysBefore }) => daysBefore)).to.deep.equal([14, 7, 1])
    })
  }

  it('leaves out what has passed', () => {
    expect(remindersOf('2027-03-03', 'UTC', utc('2027-02-20T00:00')).map((each) => each.daysBefore)).to.deep.equal([
      7, 1,
    ])
    expect(remindersOf('2027-03-03', 'UTC', utc('2027-03-02T09:00'))).to.deep.equal([])
  })

  it('begins at midnight of the zone', () => {
    expect(startOf('2027-03-03', 'Asia/Tokyo')).to.equal(utc('2027-03-02T15:00'))
    expect(startOf('2027-07-01', 'Europe/Berlin')).to.equal(utc('2027-06-30T22:00'))
  })

  for (const [daysBefore, now, timely] of [
    [14, '2027-02-17T08:59', false],
    [14, '2027-02-17T09:00', true],
    [14, '2027-02-24T08:59', true],
    [14, '2027-02-24T09:00', false],
    [1, '2027-03-02T23:59', true],
    [1, '2027-03-03T00:00', false],
  ] as const) {
    it(`${timely ? 'sends' : 'does not send'} the reminder of ${daysBefore} days at ${now}`, () => {
      expect(isReminderTimely('2027-03-03', daysBefore, 'UTC', utc(now))).to.equal(timely)
    })
  }
})
