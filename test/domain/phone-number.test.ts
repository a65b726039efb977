import { expect } from 'chai'
import fc from 'fast-check'
import { maskedPhoneNumber, parsePhoneNumber } from '../../src/domain/enrolment/phone-number.js'

const ALL = { country: null, prefixes: null }
const JAPAN = { country: 'JP', prefixes: ['+81'] }

describe('parsePhoneNumber', () => {
  for (const [typed, rules, expected] of [
    ['+81 90-1234-5678', ALL, '+819012345678'],
    ['+1 (650) 253-0000', ALL, '+16502530000'],
    ['  +44 7911 123456 ', ALL, '+447911123456'],
    ['090-1234-5678', JAPAN, '+819012345678'],
    ['０９０−１２３４−５６７８', JAPAN, '+819012345678'],
    ['＋８１ ９０ １２３４ ５６７８', ALL, '+819012345678'],
  ] as const) {
    it(`takes ${JSON.stringify(typed)} as ${expected}`, () => {
      expect(parsePhoneNumber(typed, rules)).to.deep.equal({ number: expected })
    })
  }

  for (const [what, typed, rules] of [
    ['nothing', '', JAPAN],
    ['no text', null, JAPAN],
    ['a list', ['+819012345678'], JAPAN],
    ['words', 'my phone', JAPAN],
    ['a number without its country where none is set', '090-1234-5678', ALL],
    ['a number inside of a text', 'call +819012345678 now', ALL],
    ['two numbers', '+819012345678, +819012345679', ALL],
    ['a fixed line', '+81 3-1234-5678', ALL],
    ['a number for paid services', '+81 990 123456', ALL],
    ['a number too short', '+81 90 1234', ALL],
    ['a number too long', '+81 90 1234 5678 9', ALL],
    ['an extension', '+819012345678;ext=5', ALL],
    ['a line break', '+8190\r\n12345678\r\nBcc: x', ALL],
    ['a text without end', '+'.padEnd(10_000, '1'), ALL],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(parsePhoneNumber(typed, rules)).to.deep.equal({ refused: 'malformed' })
    })
  }

  it('takes numbers of the named countries alone', () => {
    expect(parsePhoneNumber('+447911123456', JAPAN)).to.deep.equal({ refused: 'not-allowed' })
    expect(parsePhoneNumber('+447911123456', { ...JAPAN, prefixes: ['+81', '+44'] })).to.have.property('number')
  })

  it('gives E.164 or a refusal for whatever is typed, and the same for what it gave', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'+0123456789 -()'), maxLength: 24 })
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits, fc.anything()), (typed) => {
        const parsed = parsePhoneNumber(typed, { country: 'JP', prefixes: null })
        if ('refused' in parsed) return
        expect(parsed.number).to.match(/^\+[1-9]\d{6,14}$/)
        expect(parsePhoneNumber(parsed.number, ALL)).to.deep.equal(parsed)
      }),
      { numRuns: 2000 },
    )
  })

  it('shows of a number its country and its end', () => {
    expect(maskedPhoneNumber('+819012345678')).to.equal('+81 ••••78')
    expect(maskedPhoneNumber('+16502530000')).to.equal('+1 ••••00')
    expect(maskedPhoneNumber('nonsense99')).to.equal('••••99')
  })
})
