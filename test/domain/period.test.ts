import { expect } from 'chai'
import { periodOf } from '../../src/domain/administration/period.js'

describe('the period of two days', () => {
  const at = (text: string) => Date.parse(text)

  it('begins with the first and ends with the last, on the clocks of the zone', () => {
    expect(periodOf('2026-11-01', '2026-11-30', 'UTC')).to.deep.equal({
      from: at('2026-11-01T00:00Z'),
      before: at('2026-12-01T00:00Z'),
    })
    expect(periodOf('2026-11-25', '2026-11-25', 'Asia/Tokyo')).to.deep.equal({
      from: at('2026-11-24T15:00Z'),
      before: at('2026-11-25T15:00Z'),
    })
    // The day on which the clocks go back is an hour longer.
    const { from = 0, before = 0 } = periodOf('2026-10-25', '2026-10-25', 'Europe/Berlin')
    expect(before - from).to.equal(25 * 60 * 60_000)
  })

  it('is open where a day is left out', () => {
    expect(periodOf('', '', 'UTC')).to.deep.equal({})
    expect(Object.keys(periodOf('2026-11-01', '', 'UTC'))).to.deep.equal(['from'])
    expect(Object.keys(periodOf('', '2026-12-31', 'UTC'))).to.deep.equal(['before'])
  })

  it('refuses what is no date, and an end before the beginning', () => {
    for (const date of ['2026-02-30', '2026-13-01', '26-1-1', 'yesterday', '2026-11-25T00:00', ' ']) {
      expect(() => periodOf(date, '', 'UTC'), date).to.throw('"from" must be a date such as 2026-11-25.')
      expect(() => periodOf('', date, 'UTC'), date).to.throw('"to" must be a date')
    }
    expect(() => periodOf('2026-11-02', '2026-11-01', 'UTC')).to.throw('"to" must not be before "from".')
  })
})
