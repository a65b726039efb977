import { expect } from 'chai'
import fc from 'fast-check'
import { type Attempts, DISABLED_AT, NO_ATTEMPTS, sideState, waitAfter } from '../../src/domain/challenge/attempts.js'
import { type Finding, judgeCode, refusal } from '../../src/domain/challenge/judge-code.js'
import { NOON } from './sample-login.js'

const MINUTE = 60_000
const WRONG: Finding = { found: 'nothing' }
const REPLAY: Finding = { found: 'replay' }

function wrongSoFar(wrong: number, side: 'codes' | 'recovery' = 'codes'): Attempts {
  return { ...NO_ATTEMPTS, [side]: { wrong, lockedUntil: 0 } }
}

describe('judgeCode', () => {
  for (const [wrong, minutes, left] of [
    [1, 0, 4],
    [2, 0, 3],
    [3, 0, 2],
    [4, 0, 1],
    [5, 1, 0],
    [6, 2, 0],
    [7, 4, 0],
    [8, 8, 0],
    [9, 16, 0],
    [10, 32, 0],
    [11, 60, 0],
    [12, 60, 0],
    [50, 60, 0],
    [99, 60, 0],
  ] as const) {
    it(`answers wrong answer ${wrong} with ${left} free tries left and a wait of ${minutes} minutes`, () => {
      const until = minutes === 0 ? null : NOON + minutes * MINUTE
      const { verdict, attempts } = judgeCode(wrongSoFar(wrong - 1), 'codes', WRONG, NOON)
      expect(verdict).to.deep.equal({ outcome: 'wrong', triesLeft: left, lockedUntil: until })
      expect(attempts?.codes).to.deep.equal({ wrong, lockedUntil: until ?? 0 })
    })
  }

  it('counts a replay like a wrong answer, and says that it is one', () => {
    const { verdict, attempts } = judgeCode(wrongSoFar(4), 'codes', REPLAY, NOON)
    expect(verdict).to.deep.equal({ outcome: 'replayed', triesLeft: 0, lockedUntil: NOON + MINUTE })
    expect(attempts?.codes.wrong).to.equal(5)
  })

  it('gives no answer about a code while the side is locked, and commits nothing', () => {
    const locked: Attempts = { ...NO_ATTEMPTS, codes: { wrong: 5, lockedUntil: NOON + 1 } }
    for (const finding of [WRONG, REPLAY, { found: 'match', spent: 9 }] as const) {
      expect(judgeCode(locked, 'codes', finding, NOON)).to.deep.equal({
        verdict: { outcome: 'locked', until: NOON + 1 },
        attempts: null,
      })
    }
  })

  it('answers again at the moment that the wait ends', () => {
    const locked: Attempts = { ...NO_ATTEMPTS, codes: { wrong: 5, lockedUntil: NOON } }
    expect(refusal(locked, 'codes', NOON - 1)).to.deep.equal({ outcome: 'locked', until: NOON })
    expect(refusal(locked, 'codes', NOON)).to.equal(null)
  })

  it('disables a side at the hundredth wrong answer in a row, for however long one waits', () => {
    const { attempts } = judgeCode(wrongSoFar(99), 'codes', WRONG, NOON)
    expect(attempts?.codes.wrong).to.equal(DISABLED_AT)
    for (const later of [0, 61 * MINUTE, 1e12]) {
      const judged = judgeCode(attempts ?? NO_ATTEMPTS, 'codes', { found: 'match', spent: 1 }, NOON + later)
      expect(judged).to.deep.equal({ verdict: { outcome: 'disabled' }, attempts: null })
    }
  })

  it('leaves the other side open and its count alone', () => {
    for (const [side, other] of [
      ['codes', 'recovery'],
      ['recovery', 'codes'],
    ] as const) {
      const before = { ...wrongSoFar(99, side), [other]: { wrong: 3, lockedUntil: 7 } }
      const { attempts } = judgeCode(before, side, WRONG, NOON)
      expect(attempts?.[other]).to.deep.equal({ wrong: 3, lockedUntil: 7 })
      expect(refusal(attempts ?? NO_ATTEMPTS, side, NOON)).to.deep.equal({ outcome: 'disabled' })
      expect(refusal(attempts ?? NO_ATTEMPTS, other, NOON)).to.equal(null)
    }
  })

  it('opens both sides on success, a disabled one included', () => {
    const before: Attempts = {
      ...NO_ATTEMPTS,
      codes: { wrong: DISABLED_AT, lockedUntil: NOON + MINUTE },
      recovery: { wrong: 4, lockedUntil: 0 },
    }
    const { verdict, attempts } = judgeCode(before, 'recovery', { found: 'match' }, NOON)
    expect(verdict).to.deep.equal({ outcome: 'accepted' })
    expect(attempts).to.deep.equal({ ...before, codes: NO_ATTEMPTS.codes, recovery: NO_ATTEMPTS.recovery })
  })

  it('spends the matched time step, and never lets the last one go back', () => {
    const before = { ...NO_ATTEMPTS, lastSpent: 100 }
    expect(judgeCode(before, 'codes', { found: 'match', spent: 101 }, NOON).attempts?.lastSpent).to.equal(101)
    expect(judgeCode(before, 'codes', { found: 'match', spent: 99 }, NOON).attempts?.lastSpent).to.equal(100)
    expect(judgeCode(before, 'recovery', { found: 'match' }, NOON).attempts?.lastSpent).to.equal(100)
    expect(judgeCode(before, 'codes', WRONG, NOON).attempts?.lastSpent).to.equal(100)
  })

  it('gives a guesser who waits as told at most 100 answers, spread over days', () => {
    let attempts = NO_ATTEMPTS
    let now = NOON
    let answers = 0
    for (;;) {
      const judged = judgeCode(attempts, 'codes', WRONG, now)
      if (judged.verdict.outcome === 'disabled') break
      if (judged.verdict.outcome === 'locked') now = judged.verdict.until
      else answers++
      attempts = judged.attempts ?? attempts
    }
    expect(answers).to.equal(100)
    expect(now - NOON).to.be.above(3 * 24 * 60 * MINUTE)
  })

  it('never forgets a wrong answer but by a right one, whatever the order', () => {
    const findings = fc.constantFrom<Finding>(WRONG, REPLAY, { found: 'match', spent: 5 }, { found: 'match' })
    const turn = fc.tuple(fc.constantFrom('codes' as const, 'recovery' as const), findings, fc.nat(10_000_000))
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 60 }), (turns) => {
        let attempts = NO_ATTEMPTS
        let now = NOON
        for (const [side, finding, wait] of turns) {
          now += wait
          const closed = sideState(attempts[side], now).state !== 'open'
          const judged = judgeCode(attempts, side, finding, now)
          if (closed) expect(judged.attempts).to.equal(null)
          else if (finding.found === 'match') expect(judged.attempts?.[side].wrong).to.equal(0)
          else expect(judged.attempts?.[side].wrong).to.equal(attempts[side].wrong + 1)
          expect((judged.attempts ?? attempts).lastSpent).to.be.at.least(attempts.lastSpent)
          attempts = judged.attempts ?? attempts
        }
      }),
    )
  })
})

describe('waitAfter', () => {
  it('never shortens with a further wrong answer', () => {
    for (let wrong = 1; wrong < 200; wrong++) expect(waitAfter(wrong)).to.be.at.least(waitAfter(wrong - 1))
  })
})
