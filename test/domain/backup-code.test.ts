import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  areBackupCodesReadable,
  BACKUP_CODE_BYTES,
  BACKUP_CODE_COUNT,
  backupCodeFrom,
  parseBackupCode,
} from '../../src/domain/backup-codes/backup-code.js'
import { NOON } from './sample-login.js'

describe('backupCodeFrom', () => {
  it('is base32 of RFC 4648 section 10, in lower case and groups of four', () => {
    const vectors = { fooba: 'mzxw6ytb', foobafooba: 'mzxw6ytbmzxw6ytb' }
    for (const [text, base32] of Object.entries(vectors)) {
      expect(backupCodeFrom(Buffer.from(text)).replaceAll('-', '')).to.equal(base32)
    }
    expect(backupCodeFrom(Buffer.from('foobafooba'))).to.equal('mzxw-6ytb-mzxw-6ytb')
  })

  it('makes ten codes of 80 bits: sixteen characters in four groups of four', () => {
    expect(BACKUP_CODE_COUNT).to.equal(10)
    expect(BACKUP_CODE_BYTES * 8).to.equal(80)
    expect(backupCodeFrom(new Uint8Array(10))).to.equal('aaaa-aaaa-aaaa-aaaa')
    expect(backupCodeFrom(new Uint8Array(10).fill(255))).to.equal('7777-7777-7777-7777')
  })

  it('makes different codes of different bytes, each of which can be typed again', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const same = Buffer.compare(one, other) === 0
        expect(backupCodeFrom(one) === backupCodeFrom(other)).to.equal(same)
        expect(parseBackupCode(backupCodeFrom(one))).to.equal(backupCodeFrom(one).replaceAll('-', ''))
      }),
    )
  })

  it('uses all 32 characters in every place alike', () => {
    const rounds = 6_400
    const counts = Array.from({ length: 16 }, () => new Map<string, number>())
    for (let round = 0; round < rounds; round++) {
      const code = backupCodeFrom(randomBytes(10)).replaceAll('-', '')
      for (const [place, count] of counts.entries()) {
        const letter = code[place] ?? ''
        count.set(letter, (count.get(letter) ?? 0) + 1)
      }
    }
    // 200 are expected of each, with a standard deviation of 14: seven of those to either side.
    for (const count of counts) {
      expect(count.size).to.equal(32)
      for (const times of count.values()) expect(times).to.be.within(100, 300)
    }
  })
})

describe('areBackupCodesReadable', () => {
  it('is true until the codes were saved, and ten minutes more', () => {
    expect(areBackupCodesReadable(null, NOON)).to.equal(true)
    expect(areBackupCodesReadable(NOON, NOON)).to.equal(true)
    expect(areBackupCodesReadable(NOON, NOON + 10 * 60_000 - 1)).to.equal(true)
    expect(areBackupCodesReadable(NOON, NOON + 10 * 60_000)).to.equal(false)
    expect(areBackupCodesReadable(0, NOON)).to.equal(false)
  })
})
