import { inspect } from 'node:util'
import { expect } from 'chai'
import { QueryFailedError } from 'typeorm'
import { TwoFactorError } from '../../src/errors.js'
import { isAborted, isDuplicate, storeError } from '../../src/typeorm/store-errors.js'

const failed = (of: { errno?: number; code: string; message?: string }, values: string[] = []) =>
  new QueryFailedError('INSERT …', values, Object.assign(new Error(of.message ?? 'failed'), of, { sql: values.join() }))

describe('the errors of a store', () => {
  it('repeats what a conflict or a busy file ended, and nothing else', () => {
    for (const errno of [1020, 1205, 1213]) expect(isAborted(failed({ errno, code: 'ER' }))).to.equal(true)
    for (const code of ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']) expect(isAborted(failed({ code }))).to.equal(true)
    expect(isAborted(failed({ errno: 1062, code: 'ER_DUP_ENTRY' }))).to.equal(false)
    expect(isAborted(failed({ code: 'PROTOCOL_CONNECTION_LOST' }))).to.equal(false)
    expect(isAborted(undefined)).to.equal(false)
  })

  it('knows a row that is already there on every database', () => {
    expect(isDuplicate(failed({ errno: 1062, code: 'ER_DUP_ENTRY' }))).to.equal(true)
    expect(isDuplicate(failed({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }))).to.equal(true)
    expect(isDuplicate(failed({ code: 'SQLITE_CONSTRAINT_NOTNULL' }))).to.equal(false)
  })

  it('sends whoever has no tables to migrate', () => {
    for (const error of [
      failed({ errno: 1146, code: 'ER_NO_SUCH_TABLE' }),
      failed({ code: 'SQLITE_ERROR', message: 'no such table: two_factor_subject' }),
    ]) {
      expect(storeError(error).code).to.equal('ERR_2FA_CONFIGURATION')
      expect(storeError(error).message).to.match(/store\.migrate\(\)/)
    }
  })

  it('names the cure of each kind of failure', () => {
    const cures: [{ errno?: number; code: string }, RegExp][] = [
      [{ errno: 1047, code: 'ER_UNKNOWN_COM_ERROR' }, /primary component/],
      [{ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' }, /user, password/],
      [{ errno: -111, code: 'ECONNREFUSED' }, /Check that it runs/],
      [{ code: 'PROTOCOL_CONNECTION_LOST' }, /Check that it runs/],
      [{ code: 'SQLITE_CANTOPEN' }, /folder exists/],
      [{ code: 'SQLITE_BUSY' }, /again and again/],
      [{ errno: 1213, code: 'ER_LOCK_DEADLOCK' }, /again and again/],
    ]
    for (const [of, cure] of cures) {
      const error = storeError(failed(of))
      expect(error.code).to.equal('ERR_2FA_STORE')
      expect(error.message).to.match(cure)
    }
  })

  it('passes our own errors on as they are', () => {
    const own = new TwoFactorError('ERR_2FA_CONFLICT', 'Somebody was faster.')
    expect(storeError(own)).to.equal(own)
  })

  it('keeps the cause without statement and values, so that no hash reaches the log', () => {
    const message = "Duplicate entry 'c0ffee' for key 'hash'"
    const error = storeError(failed({ errno: 1062, code: 'ER_DUP_ENTRY', message }, ['c0ffee']))
    expect(inspect(error, { depth: 9, showHidden: true })).not.to.contain('c0ffee')
    expect(error.cause).to.include({ errno: 1062, code: 'ER_DUP_ENTRY' })
  })
})
