import { expect } from 'chai'
import { backupCodeOf } from '../../src/typeorm/backup-codes/backup-code-row.js'
import { enrolmentOf } from '../../src/typeorm/enrolment/enrolment-row.js'
import { fitting, integer, integerOrNull, text, wordOf } from '../../src/typeorm/row.js'

describe('reading a row', () => {
  it('takes whole numbers as numbers and as text', () => {
    expect(integer({ n: '1795305600000' }, 'n')).to.equal(1_795_305_600_000)
    expect(integer({ n: 0 }, 'n')).to.equal(0)
    expect(integerOrNull({ n: null }, 'n')).to.equal(null)
  })

  it('is an error where the value is anything else, never a guess', () => {
    for (const n of [null, undefined, '', ' 1', '1.5', 1.5, '9007199254740993', Number.NaN, true, {}]) {
      expect(() => integer({ n }, 'n'))
        .to.throw(/column "n"/)
        .with.property('code', 'ERR_2FA_STORE')
    }
    for (const value of [null, undefined, 1]) expect(() => text({ value }, 'value')).to.throw(/column "value"/)
    for (const word of ['TOTP', 'constructor', '']) {
      expect(() => wordOf({ word }, 'word', { totp: true })).to.throw(/column "word"/)
    }
  })

  it('refuses an enrolment of a method or a number of digits it does not know, without showing the secret', () => {
    const row = {
      id: 'id',
      method: 'totp',
      algorithm: 'sha1',
      digits: 6,
      period_seconds: 30,
      sealed_secret: 'sealed',
      confirmed_at: '1',
      active_since: '1',
      backup_codes_saved_at: null,
    }
    expect(enrolmentOf(row).totp).to.deep.equal({ algorithm: 'sha1', digits: 6, periodSeconds: 30 })
    for (const wrong of [{ method: 'pigeon' }, { digits: 9 }, { algorithm: 'md5' }, { sealed_secret: null }]) {
      expect(() => enrolmentOf({ ...row, ...wrong }))
        .to.throw()
        .with.property('message')
        .that.does.not.contain('sealed"')
    }
    expect(() => backupCodeOf(row)).to.throw(/column "position"/)
  })

  it('cuts a text to its column by characters, not halves of them', () => {
    expect(fitting('🦊'.repeat(300))).to.equal('🦊'.repeat(255))
    expect(fitting('Firefox')).to.equal('Firefox')
    expect(fitting(null)).to.equal(null)
  })
})
