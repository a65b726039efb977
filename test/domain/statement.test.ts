import { expect } from 'chai'
import { parseDocumentHash, readStatement } from '../../src/domain/statements/statement.js'
import { TwoFactorError } from '../../src/errors.js'
import { STATEMENT } from './sample-statement.js'

describe('readStatement', () => {
  it('reads the claims of a statement, with and without what it may leave out', () => {
    expect(readStatement(STATEMENT)).to.deep.equal(STATEMENT)
    const { document: _document, ...least } = STATEMENT
    expect(readStatement(least)).to.deep.equal(least)
    expect(readStatement({ ...STATEMENT, provider: 'google' })).to.include({ provider: 'google' })
  })

  for (const [what, claims] of [
    ['nothing', null],
    ['a list', []],
    ['no audience', { ...STATEMENT, aud: undefined }],
    ['several audiences', { ...STATEMENT, aud: ['https://archive.example', 'https://other.example'] }],
    ['a time that is text', { ...STATEMENT, auth_time: '1795305600' }],
    ['an unregistered amr', { ...STATEMENT, amr: ['pwd', 'fed'] }],
    ['an unknown method', { ...STATEMENT, method: 'magic' }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => readStatement(claims))
        .to.throw(TwoFactorError)
        .with.property('code', 'ERR_2FA_MALFORMED')
    })
  }

  it('names the claim that is wrong', () => {
    expect(() => readStatement({ ...STATEMENT, jti: 5 })).to.throw('jti')
  })
})

describe('parseDocumentHash', () => {
  it('takes the hash of a document', () => {
    const hash = `sha-256:${'0a'.repeat(32)}`
    expect(parseDocumentHash(hash)).to.equal(hash)
  })

  for (const input of ['', 'sha-256:', 'a'.repeat(64), `sha-256:${'A0'.repeat(32)}`, `sha-256:${'0a'.repeat(33)}`]) {
    it(`refuses "${input.slice(0, 24)}", ${input.length} characters`, () => {
      expect(() => parseDocumentHash(input))
        .to.throw(TwoFactorError)
        .with.property('code', 'ERR_2FA_MALFORMED')
    })
  }

  it('refuses what is no text, and what has more lines', () => {
    for (const input of [undefined, null, 5, [`sha-256:${'0a'.repeat(32)}`], `sha-256:${'0a'.repeat(32)}\n`]) {
      expect(() => parseDocumentHash(input)).to.throw(TwoFactorError)
    }
  })
})
