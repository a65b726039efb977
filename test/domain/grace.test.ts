import { expect } from 'chai'
import { type Grace, judgeGrace, NO_GRACE, spendGrace } from '../../src/domain/tenant-policy/grace.js'
import { NOON } from './sample-login.js'

const DAY = 24 * 60 * 60_000

/** A grace begun so many days ago, of which so many logins were used, for these. */
const begun = (daysAgo: number, logins: number, ...spentBy: string[]): Grace => {
  return { tenantId: 'acme', startedAt: NOON - daysAgo * DAY, logins, spentBy }
}

describe('grace', () => {
  const left = (until: number | null, logins: number | null) => ({ spent: null, left: { until, logins } })
  const spent = (until: number | null, logins: number | null) => ({ spent: { until, logins }, left: null })
  type Row = [string, { days: number | null; logins: number | null }, (Grace | null)[], ReturnType<typeof judgeGrace>]
  const table: Row[] = [
    ['is none where nobody requires anything', { days: 7, logins: 2 }, [], NO_GRACE],
    ['is none of no days', { days: 0, logins: null }, [null], NO_GRACE],
    ['is none of no logins', { days: null, logins: 0 }, [null], NO_GRACE],
    ['is whole where it is not begun', { days: 7, logins: 2 }, [null], left(NOON + 7 * DAY, 2)],
    ['has an end that counts from its beginning', { days: 7, logins: 2 }, [begun(3, 1)], left(NOON + 4 * DAY, 1)],
    ['ends with its days', { days: 7, logins: 2 }, [begun(7, 1)], NO_GRACE],
    ['ends with its logins', { days: 7, logins: 2 }, [begun(3, 2)], NO_GRACE],
    [
      'goes on for the login that spent the last one',
      { days: 7, logins: 2 },
      [begun(3, 2, 'this')],
      spent(NOON + 4 * DAY, 0),
    ],
    [
      'goes on for a login that spent an earlier one',
      { days: 7, logins: 2 },
      [begun(3, 2, 'this', 'another')],
      spent(NOON + 4 * DAY, 0),
    ],
    ['ends for that login too, with its days', { days: 7, logins: 2 }, [begun(7, 2, 'this')], NO_GRACE],
    ['has no last day where none is set', { days: null, logins: 2 }, [begun(900, 1)], left(null, 1)],
    [
      'has any number of logins where none is set',
      { days: 7, logins: null },
      [begun(1, 99)],
      left(NOON + 6 * DAY, null),
    ],
    ['can be without limits', { days: null, logins: null }, [begun(900, 99)], left(null, null)],
    ['ends for all tenants with the one that began first', { days: 7, logins: 2 }, [null, begun(7, 0)], NO_GRACE],
    [
      'has the logins of the tenant with the fewest left',
      { days: 7, logins: 3 },
      [null, begun(1, 2)],
      left(NOON + 6 * DAY, 1),
    ],
    ['is to be spent for each tenant', { days: 7, logins: 3 }, [null, begun(1, 1, 'this')], left(NOON + 6 * DAY, 2)],
    ['is over at once where a policy took it away', { days: 0, logins: 0 }, [begun(1, 1, 'this')], NO_GRACE],
  ]
  for (const [title, grace, used, expected] of table) {
    it(title, () => {
      expect(judgeGrace(grace, used, 'this', NOON)).to.deep.equal(expected)
    })
  }

  it('counts every login that spends one, and remembers as many as a policy can give', () => {
    let grace: Grace | null = null
    for (let login = 1; login <= 400; login += 1) grace = spendGrace(grace, 'acme', `login-${login}`, NOON + login)
    expect(grace).to.deep.include({ tenantId: 'acme', startedAt: NOON + 1, logins: 400 })
    expect(grace?.spentBy).to.have.length(365)
    expect([grace?.spentBy[0], grace?.spentBy.at(-1)]).to.deep.equal(['login-36', 'login-400'])
  })
})
