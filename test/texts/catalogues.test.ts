import { expect } from 'chai'
import { TwoFactorError } from '../../src/errors.js'
import { languages } from '../../src/texts/index.js'

const { textsFor } = languages()
const AT = Date.UTC(2026, 10, 22, 7, 2)

describe('the catalogues', () => {
  it('say one try and three tries', () => {
    const { wrong } = textsFor('en').challenge.problem
    expect(wrong({ triesLeft: 1 })).to.contain('1 try left')
    expect(wrong({ triesLeft: 3 })).to.contain('3 tries left')
    expect(textsFor('ja').challenge.problem.wrong({ triesLeft: 3 })).to.contain('あと3回')
  })

  it('say how many backup codes are left, and when none is', () => {
    const { backupCodesLeft } = textsFor('en').enrolment.settings
    expect([10, 1, 0].map((left) => backupCodesLeft({ left }))).to.deep.equal([
      '10 codes left',
      '1 code left',
      'All codes have been used',
    ])
  })

  it('write times in the order of the language and name the zone', () => {
    expect(textsFor('en').format.dateTime({ at: AT, timeZone: null })).to.equal('November 22, 2026 at 07:02 UTC')
    expect(textsFor('ja').format.dateTime({ at: AT, timeZone: 'Asia/Tokyo' })).to.equal('2026年11月22日 16:02 JST')
    expect(textsFor('en').format.time({ at: AT, timeZone: null })).to.equal('07:02 UTC')
  })

  it('write dates as of the zone, not of the server', () => {
    const late = Date.UTC(2026, 10, 22, 16, 0)
    expect(textsFor('ja').format.date({ at: late, timeZone: 'Asia/Tokyo' })).to.equal('2026年11月23日')
    expect(textsFor('en').format.date({ at: late, timeZone: null })).to.equal('November 22, 2026')
  })

  it('never show hour 24', () => {
    expect(textsFor('en').format.time({ at: Date.UTC(2026, 0, 1, 0, 5), timeZone: null })).to.equal('00:05 UTC')
  })

  it('explain every error code in every language', () => {
    for (const locale of ['en', 'ja']) {
      const { byCode } = textsFor(locale).errors
      for (const [code, { title, message }] of Object.entries(byCode)) {
        expect(new TwoFactorError(code as keyof typeof byCode, '').status, code).to.be.a('number')
        expect(title, code).to.have.length.above(3)
        expect(message, code).to.have.length.above(20)
      }
    }
  })

  it('say the same things in Japanese as in English', () => {
    expect(keysOf(textsFor('ja'))).to.deep.equal(keysOf(textsFor('en')))
  })

  it('speak English where there are no texts for a language', () => {
    expect(textsFor('fr')).to.equal(textsFor('en'))
  })
})

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
}
