import { expect } from 'chai'
import {
  type BypassCode,
  bypassCodeFrom,
  bypassCodeIn,
  isBypassCodeAlive,
  parseLasting,
  parseReason,
} from '../../src/domain/administration/bypass-code.js'

const code: BypassCode = { id: 'i', hash: 'h', keyId: 'k', createdAt: 0, endsAt: 600_000, usedAt: null }

describe('bypass codes', () => {
  it('have eight digits, zeros in front included', () => {
    expect(bypassCodeFrom(Uint8Array.of(0, 0, 0, 7))).to.equal('00000007')
    expect(bypassCodeFrom(Uint8Array.of(0, 0, 0, 0, 9))).to.equal('00000000')
  })

  it('favour no code: what does not divide evenly is thrown away', () => {
    // 2³² holds 42 full ranges of 10⁸.
    expect(bypassCodeFrom(new Uint8Array(new Uint32Array([4_199_999_999]).buffer).reverse())).to.equal('99999999')
    expect(bypassCodeFrom(new Uint8Array(new Uint32Array([4_200_000_000]).buffer).reverse())).to.equal(null)
  })

  it('are read however they are typed, and nothing else is', () => {
    for (const typed of ['12345678', ' 1234 5678 ', '1234-5678', '１２３４５６７８']) {
      expect(bypassCodeIn(typed), typed).to.equal('12345678')
    }
    for (const other of ['', '1234567', '123456789', '1234567a', 'aaaa-aaaa-aaaa-aaaa', null, ['12345678'], 12345678]) {
      expect(bypassCodeIn(other)).to.equal(null)
    }
  })

  it('end, and work once', () => {
    expect(isBypassCodeAlive(code, 599_999)).to.equal(true)
    expect(isBypassCodeAlive(code, 600_000)).to.equal(false)
    expect(isBypassCodeAlive({ ...code, usedAt: 1 }, 2)).to.equal(false)
  })

  it('last from ten minutes to a day', () => {
    for (const ms of [600_000, 86_400_000]) expect(parseLasting(ms)).to.equal(ms)
    for (const ms of [599_999, 86_400_001, Number.NaN, '600000', null, Number.POSITIVE_INFINITY]) {
      expect(() => parseLasting(ms)).to.throw('10 minutes to 24 hours')
    }
  })

  it('need a reason, of one line', () => {
    expect(parseReason(' Phone lost,\r\nknown by voice\u2028')).to.equal('Phone lost, known by voice')
    for (const none of ['', ' \n', undefined, ['x'], 'x'.repeat(201)])
      expect(() => parseReason(none)).to.throw('reason')
    expect(parseReason('雪'.repeat(200))).to.have.length(200)
  })
})
