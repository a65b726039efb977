import { expect } from 'chai'
import fc from 'fast-check'
import {
  DISABLED_AT,
  FREE_TRIES,
  NO_ATTEMPTS,
  type Side,
  sideState,
  waitAfter,
} from '../../src/domain/challenge/attempts.js'
import { parseCode } from '../../src/domain/challenge/code.js'
import { judgeCode } from '../../src/domain/challenge/judge-code.js'
import { countSending, noSendCount, SENT_IN_DAY, SENT_IN_HOUR } from '../../src/domain/challenge/send-count.js'
import { isTwoFactorError } from '../../src/errors.js'
import { NOON } from './sample-login.js'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

describe('whatever is tried, in whatever order', () => {
  it('a code is its digits alone, or malformed', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789０１９ -–\u3000x'), maxLength: 12 })
    fc.assert(
      fc.property(fc.oneof(fc.string(), near, fc.anything()), (typed) => {
        try {
          expect(parseCode(typed, 6)).to.match(/^[0-9]{6}$/)
        } catch (error) {
          expect(isTwoFactorError(error) && error.code).to.equal('ERR_2FA_MALFORMED')
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('spaces, hyphens and full-width digits between six digits change nothing', () => {
    const noise = fc.string({ unit: fc.constantFrom(' ', '-', '–', '\u3000', '\t'), maxLength: 3 })
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
        fc.array(noise, { minLength: 7 }),
        (digits, between) => {
          const typed = digits.map((digit, at) => `${between[at]}${String.fromCodePoint(0xff10 + digit)}`).join('')
          expect(parseCode(typed, 6)).to.equal(digits.join(''))
        },
      ),
    )
  })

  it('a count lets out five codes an hour and twenty a day, and says when the next one may go', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 * HOUR), { maxLength: 200 }), (waits) => {
        let [count, now] = [noSendCount('key'), NOON]
        const sent: number[] = []
        for (const wait of waits) {
          now += wait
          const result = countSending(count, now)
          if ('next' in result) {
            count = result.next
            sent.push(now)
            expect(count.inHour).to.be.at.most(SENT_IN_HOUR)
            expect(count.inDay).to.be.at.most(SENT_IN_DAY)
            expect(sent.filter((at) => at >= count.hourStartedAt)).to.have.length(count.inHour)
            expect(sent.filter((at) => at >= count.dayStartedAt)).to.have.length(count.inDay)
          } else {
            expect(result.cappedUntil).to.be.within(now + 1, now + DAY)
            expect(countSending(count, result.cappedUntil - 1)).to.have.property('cappedUntil')
          }
        }
      }),
    )
  })

  it('wrong answers cost the wait that the limit says, on one side, until a right one; a closed side tells nothing', () => {
    const step = fc.record({
      side: fc.constantFrom<Side>('codes', 'recovery'),
      found: fc.constantFrom('match' as const, 'nothing' as const, 'replay' as const),
      wait: fc.nat(3 * HOUR),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        let [attempts, now] = [NO_ATTEMPTS, NOON]
        for (const { side, found, wait } of steps) {
          now += wait
          const before = attempts
          const isOpen = sideState(before[side], now).state === 'open'
          const { verdict, attempts: after } = judgeCode(before, side, { found }, now)
          if (!isOpen) {
            expect(after).to.equal(null)
            expect(verdict.outcome).to.be.oneOf(['locked', 'disabled'])
            continue
          }
          attempts = after ?? before
          const other = side === 'codes' ? 'recovery' : 'codes'
          if (found === 'match') expect([attempts[side].wrong, attempts[other].wrong]).to.deep.equal([0, 0])
          else {
            expect(attempts[side].wrong).to.equal(before[side].wrong + 1)
            expect(attempts[other]).to.deep.equal(before[other])
            const cost = waitAfter(attempts[side].wrong)
            expect(attempts[side].lockedUntil).to.equal(cost === 0 ? 0 : now + cost)
            expect(cost > 0).to.equal(attempts[side].wrong >= FREE_TRIES)
          }
          expect(attempts[side].wrong).to.be.at.most(DISABLED_AT)
        }
      }),
    )
  })
})
