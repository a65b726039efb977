import { expect } from 'chai'
import fc from 'fast-check'
import { parseBackupCode } from '../../src/domain/backup-codes/backup-code.js'
import { parseCode } from '../../src/domain/challenge/code.js'
import { isTwoFactorError } from '../../src/errors.js'

const FULL_WIDTH_ZERO = 0xff10
const fullWidth = (digits: string) =>
  digits.replace(/\d/g, (digit) => String.fromCodePoint(FULL_WIDTH_ZERO + Number(digit)))

const RUBBISH: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['an empty text', ''],
  ['blanks', '      '],
  ['hyphens', '------'],
  ['an empty list', []],
  ['a list with a code', ['123456']],
  ['two fields of one name', ['123456', '123456']],
  ['an empty object', {}],
  ['an operator of a query language', { $ne: 1 }],
  ['an object that poses as a text', { toString: () => '123456', length: 6, normalize: () => '123456' }],
  ['an object from __proto__', JSON.parse('{"__proto__":{"length":6}}')],
  ['the text __proto__', '__proto__'],
  ['a number', 123456],
  ['a big number', 123456n],
  ['true', true],
  ['a boxed text', new String('123456')],
  ['one digit', '1'],
  ['five digits', '12345'],
  ['seven digits', '1234567'],
  ['10,000 digits', '1'.repeat(10_000)],
  ['six digits and 10,000 blanks', `123456${' '.repeat(10_000)}`],
  ['letters', 'abcdef'],
  ['hex', '0x12ab'],
  ['a sign', '+12345'],
  ['a comma', '12,345'],
  ['an exponent', '1e5000'],
  ['Arabic digits', '١٢٣٤٥٦'],
  ['Devanagari digits', '१२३४५६'],
  ['a NUL', '12345\u0000'],
  ['half a surrogate pair', '12345\ud800'],
  ['six halves of surrogate pairs', '\udc00'.repeat(6)],
  ['a digit with a combining mark', '12345\u0301'],
  ['one character that NFKC makes eighteen of', '\ufdfa'.repeat(6)],
]

function malformed(parse: () => string): void {
  try {
    expect.fail(`accepted as ${parse()}`)
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_MALFORMED')
    expect(error.status).to.equal(400)
    expect(error.message).to.contain('"code"')
  }
}

const hugs = fc.array(fc.constantFrom(' ', '-', '\t', '\u00a0', '\u3000', '–', '—', '－', '\n'), { maxLength: 2 })
const spread = (text: string) =>
  fc.array(hugs, { minLength: text.length + 1, maxLength: text.length + 1 }).map((gaps) => {
    return (
      [...text].map((letter, place) => (gaps[place] ?? []).join('') + letter).join('') + (gaps.at(-1) ?? []).join('')
    )
  })

describe('parseCode', () => {
  for (const [name, input] of RUBBISH) {
    it(`refuses ${name} as malformed`, () => malformed(() => parseCode(input, 6)))
  }

  it('takes the digits however they are typed or pasted: spaces, hyphens, full-width', () => {
    const digits = fc.stringMatching(/^[0-9]{6}$/)
    const typed = digits.chain((code) =>
      fc.tuple(
        fc.constant(code),
        fc.oneof(
          spread(code),
          spread(fullWidth(code)).filter((text) => text.length <= 64),
        ),
      ),
    )
    fc.assert(
      fc.property(typed, ([code, text]) => {
        expect(parseCode(text, 6)).to.equal(code)
      }),
    )
  })

  it('takes exactly the enrolment’s number of digits', () => {
    expect(parseCode('1234567', 7)).to.equal('1234567')
    expect(parseCode('1234 5678', 8)).to.equal('12345678')
    malformed(() => parseCode('123456', 8))
    malformed(() => parseCode('12345678', 6))
  })

  it('keeps leading zeros', () => expect(parseCode('000 000', 6)).to.equal('000000'))

  it('answers anything at all with six digits or ERR_2FA_MALFORMED, and with nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), fc.string({ unit: 'binary' })), (input) => {
        try {
          expect(parseCode(input, 6)).to.match(/^[0-9]{6}$/)
          expect(input).to.be.a('string')
        } catch (error) {
          if (!isTwoFactorError(error)) throw error
          expect(error.code).to.equal('ERR_2FA_MALFORMED')
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('does not repeat what was given in its message', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (input) => {
        try {
          parseCode(input, 6)
        } catch (error) {
          expect((error as Error).message).not.to.contain(input)
        }
      }),
    )
  })
})

describe('parseBackupCode', () => {
  for (const [name, input] of [
    ...RUBBISH,
    ['fifteen characters', 'mfrg-gzdf-mztw-q2l'],
    ['seventeen characters', 'mfrg-gzdf-mztw-q2lka'],
    ['digits that no backup code has', 'mfrg-gzdf-mztw-q20k'],
    ['a letter that looks like another', 'mfrg-gzdf-mztw-q2lк'],
    ['an İ, which lower case makes two of', 'mfrg-gzdf-mztw-q2lİ'],
    ['a code inside a longer text', 'my code: mfrg-gzdf-mztw-q2lk'],
    ['16 characters and 10,000 blanks', `mfrggzdfmztwq2lk${' '.repeat(10_000)}`],
  ] as const) {
    it(`refuses ${name} as malformed`, () => malformed(() => parseBackupCode(input)))
  }

  it('takes the characters however they are typed or pasted: case, spaces, hyphens, full-width', () => {
    const typed = fc
      .stringMatching(/^[a-z2-7]{16}$/)
      .chain((code) => fc.tuple(fc.constant(code), spread(code), fc.boolean()))
      .filter(([, text]) => text.length <= 128)
    fc.assert(
      fc.property(typed, ([code, text, upper]) => {
        expect(parseBackupCode(upper ? text.toUpperCase() : text)).to.equal(code)
      }),
    )
    expect(parseBackupCode('ｍｆｒｇ－ｇｚｄｆ　ＭＺＴＷ-ｑ２ｌｋ')).to.equal('mfrggzdfmztwq2lk')
  })

  it('answers anything at all with sixteen characters or ERR_2FA_MALFORMED, and with nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), fc.string({ unit: 'binary' })), (input) => {
        try {
          expect(parseBackupCode(input)).to.match(/^[a-z2-7]{16}$/)
        } catch (error) {
          if (!isTwoFactorError(error)) throw error
          expect(error.code).to.equal('ERR_2FA_MALFORMED')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
