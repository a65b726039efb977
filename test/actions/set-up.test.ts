import { expect } from 'chai'
import { listBackupCodes } from '../../src/actions/backup-codes/list-backup-codes.js'
import { regenerateBackupCodes } from '../../src/actions/backup-codes/regenerate-backup-codes.js'
import { saveBackupCodes } from '../../src/actions/backup-codes/save-backup-codes.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import type { Caller } from '../../src/actions/context.js'
import { confirmSetUp } from '../../src/actions/enrolment/confirm-set-up.js'
import { showSetUp } from '../../src/actions/enrolment/show-set-up.js'
import { startSetUp } from '../../src/actions/enrolment/start-set-up.js'
import { turnOff } from '../../src/actions/enrolment/turn-off.js'
import { assessLogin } from '../../src/actions/sign-in/assess-login.js'
import { NOON } from '../domain/sample-login.js'
import { policyWith } from '../domain/sample-policy.js'
import { beginSetUp, callerOf, codeOf, enrol, notices, type Ports, ports, wrongCode } from './people.js'
import { rejection } from './rejection.js'

const MINUTE = 60_000

describe('set-up', () => {
  let given: Ports
  let caller: Caller

  const state = () => given.store.load(caller.subject.key, given.identities.session(caller.login))

  beforeEach(() => {
    given = ports()
    caller = callerOf(given)
  })

  it('keeps the same secret for 30 minutes, whatever is reloaded or begun again, and makes a new one after', async () => {
    const secret = await beginSetUp(given, caller)
    given.store.time = NOON + 30 * MINUTE - 1
    expect(await beginSetUp(given, caller)).to.equal(secret)
    given.store.time = NOON + 30 * MINUTE
    expect(await showSetUp(given)(caller)).to.equal(null)
    expect(await beginSetUp(given, caller)).not.to.equal(secret)
  })

  it('can be begun again where the key that sealed the pending secret is gone', async () => {
    await beginSetUp(given, caller)
    const { sealer, keyedHash } = ports()
    const secret = await beginSetUp({ ...given, sealer, keyedHash }, caller).catch((error) => String(error.code))
    expect(secret).to.match(/^[A-Z2-7]{32}$/)
  })

  it('keeps no secret in the open', async () => {
    const secret = await beginSetUp(given, caller)
    const pending = await given.store.pendingEnrolment(caller.subject.key)
    expect(JSON.stringify(pending)).not.to.contain(secret)
    expect(JSON.stringify(given.store.audit)).not.to.contain(secret)
  })

  it('asks nobody for a code before it is confirmed', async () => {
    await beginSetUp(given, caller)
    const { decision } = await assessLogin(given)(caller.login, caller.subject, { by: 'policy' }, { from: 'store' })
    expect(decision.outcome).to.equal('allow')
    expect((await verifyCode(given)(caller, '123456')).verdict.outcome).to.equal('not-enrolled')
  })

  it('confirms with the first code: active, ten backup codes, this session verified, one mail', async () => {
    const secret = await beginSetUp(given, caller)
    const answer = await confirmSetUp(given)(caller, codeOf(given, secret))
    expect(answer.verdict.outcome).to.equal('accepted')
    const { epoch, enrolment, verifiedSession, attempts } = await state()
    expect(epoch).to.equal(1)
    expect('mark' in answer && answer.mark.epoch).to.equal(epoch)
    expect(enrolment).to.deep.include({
      method: 'totp',
      confirmedAt: NOON,
      activeSince: NOON,
      backupCodesSavedAt: null,
    })
    expect(verifiedSession).to.include({ judgedAt: NOON, proof: 'totp' })
    expect(attempts.lastSpent).to.equal(NOON / 1000)
    expect(await given.store.backupCodes(caller.subject.key)).to.have.length(10)
    expect((await notices(given, caller)).map(({ kind }) => kind)).to.deep.equal(['enabled'])
    const { decision } = await assessLogin(given)(caller.login, caller.subject, { by: 'policy' }, { from: 'store' })
    expect(decision.reasons).to.deep.equal(['verified'])
  })

  it('seals the secret anew, so that a pending one is of no use as an active one', async () => {
    const secret = await enrol(given, caller)
    const sealed = (await state()).enrolment?.sealedSecret ?? ''
    const { key: subjectKey } = caller.subject
    expect(await given.sealer.open(sealed, { subjectKey, purpose: 'enrolment-secret' })).to.equal(secret)
    const error = await rejection(given.sealer.open(sealed, { subjectKey, purpose: 'pending-secret' }))
    expect(error).to.include({ code: 'ERR_2FA_SECRET_UNREADABLE' })
  })

  it('confirms once: again is expired, and changes nothing', async () => {
    const secret = await enrol(given, caller)
    const before = await state()
    const answer = await confirmSetUp(given)(caller, codeOf(given, secret, 1))
    expect(answer).to.deep.equal({ verdict: { outcome: 'expired' } })
    expect(await state()).to.deep.equal(before)
  })

  it('confirms once for parallel posts of the right code', async () => {
    const secret = await beginSetUp(given, caller)
    const code = codeOf(given, secret)
    const answers = await Promise.all(Array.from({ length: 4 }, () => confirmSetUp(given)(caller, code)))
    const outcomes = answers.map(({ verdict }) => verdict.outcome).sort()
    expect(outcomes).to.deep.equal(['accepted', 'expired', 'expired', 'expired'])
    expect((await notices(given, caller)).map(({ kind }) => kind)).to.deep.equal(['enabled'])
  })

  it('is expired after 30 minutes, without a count', async () => {
    const secret = await beginSetUp(given, caller)
    given.store.time = NOON + 30 * MINUTE
    const answer = await confirmSetUp(given)(caller, codeOf(given, secret))
    expect(answer).to.deep.equal({ verdict: { outcome: 'expired' } })
    expect((await state()).attempts.codes.wrong).to.equal(0)
  })

  it('counts wrong codes, locks at the fifth, and is not opened by beginning again', async () => {
    const secret = await beginSetUp(given, caller)
    for (let tried = 0; tried < 5; tried++) await confirmSetUp(given)(caller, wrongCode(given, secret))
    const again = await beginSetUp(given, caller)
    const { verdict } = await confirmSetUp(given)(caller, codeOf(given, again))
    expect(verdict).to.deep.equal({ outcome: 'locked', until: NOON + MINUTE })
    expect((await state()).enrolment).to.equal(null)
  })

  it('judges again where somebody was faster, and is expired where they turned it on', async () => {
    const secret = await beginSetUp(given, caller)
    const code = codeOf(given, secret)
    given.store.moved.push(async () => {
      await confirmSetUp(given)(caller, code)
    })
    expect((await confirmSetUp(given)(caller, code)).verdict.outcome).to.equal('expired')
  })

  it('changes to a new app only when that one is confirmed, keeping backup codes and the time since when', async () => {
    const old = await enrol(given, caller)
    const codes = await given.store.backupCodes(caller.subject.key)
    given.store.time = NOON + 10 * MINUTE
    const secret = await beginSetUp(given, caller)
    expect(secret).not.to.equal(old)
    expect((await verifyCode(given)(caller, codeOf(given, old))).verdict.outcome).to.equal('accepted')
    given.store.time = NOON + 11 * MINUTE
    expect((await confirmSetUp(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
    const { enrolment, epoch } = await state()
    expect(enrolment).to.include({ activeSince: NOON, confirmedAt: NOON + 11 * MINUTE })
    expect(epoch).to.equal(2)
    expect(await given.store.backupCodes(caller.subject.key)).to.deep.equal(codes)
    expect((await notices(given, caller)).at(-1)?.kind).to.equal('method-changed')
    given.store.time = NOON + 12 * MINUTE
    expect((await verifyCode(given)(caller, codeOf(given, old))).verdict.outcome).to.equal('wrong')
    expect((await verifyCode(given)(caller, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
  })

  it('counts malformed codes as nothing', async () => {
    await beginSetUp(given, caller)
    expect(await rejection(confirmSetUp(given)(caller, '12345'))).to.include({ code: 'ERR_2FA_MALFORMED' })
    expect((await state()).attempts.codes.wrong).to.equal(0)
  })

  it('writes what was begun and done to the audit log, once each', async () => {
    await startSetUp(given)(caller, 'totp')
    await enrol(given, caller)
    expect(given.store.audit.map(({ kind }) => kind)).to.deep.equal(['set-up-started', 'enabled'])
  })
})

describe('turnOff', () => {
  let given: Ports
  let caller: Caller

  beforeEach(async () => {
    given = ports()
    caller = callerOf(given)
    await enrol(given, caller)
  })

  it('deletes everything but the counts, raises the epoch and mails', async () => {
    given.store.time = NOON + MINUTE
    const before = await given.store.load(caller.subject.key, '')
    await turnOff(given)(caller)
    const after = await given.store.load(caller.subject.key, given.identities.session(caller.login))
    expect(after).to.deep.include({ enrolment: null, verifiedSession: null, revokedAt: NOON + MINUTE, epoch: 2 })
    expect(after.attempts.lastSpent).to.equal(before.attempts.lastSpent)
    expect(await given.store.backupCodes(caller.subject.key)).to.deep.equal([])
    expect((await notices(given, caller)).at(-1)?.kind).to.equal('turned-off')
    expect(given.store.audit.at(-1)?.kind).to.equal('turned-off')
  })

  it('is forbidden where the policy requires a second factor, and then does nothing', async () => {
    given.store.calls.length = 0
    const policyOf = async () => policyWith({ requirement: 'required' })
    expect(await rejection(turnOff({ ...given, policyOf })(caller))).to.include({
      code: 'ERR_2FA_FORBIDDEN',
      status: 403,
    })
    expect(given.store.calls).to.deep.equal([])
  })

  it('is a conflict where it is off already, also where somebody was faster', async () => {
    given.store.moved.push(() => turnOff(given)(caller))
    expect(await rejection(turnOff(given)(caller))).to.include({ code: 'ERR_2FA_CONFLICT', status: 409 })
    expect(given.store.audit.filter(({ kind }) => kind === 'turned-off')).to.have.length(1)
  })

  it('leaves a spent time step spent, for whoever sets up again', async () => {
    await turnOff(given)(caller)
    await enrol(given, caller)
    expect((await given.store.load(caller.subject.key, '')).attempts.lastSpent).to.equal(NOON / 1000 - 30)
  })
})

describe('backup codes', () => {
  let given: Ports
  let caller: Caller

  const list = async (now = given.store.time ?? 0, readable: 'until-saved' | 'always' = 'until-saved') => {
    const { enrolment } = await given.store.load(caller.subject.key, '')
    return listBackupCodes(given)(caller, { savedAt: enrolment?.backupCodesSavedAt ?? null, readable, now })
  }

  beforeEach(async () => {
    given = ports()
    caller = callerOf(given)
    await enrol(given, caller)
  })

  it('can be read until they were saved, and ten minutes more', async () => {
    expect((await list()).every(({ code }) => /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/.test(code ?? ''))).to.equal(true)
    await saveBackupCodes(given)(caller, { createdAt: NOON, how: 'download', readable: 'until-saved' })
    expect((await list(NOON + 10 * MINUTE - 1)).every(({ code }) => code !== null)).to.equal(true)
    expect((await list(NOON + 10 * MINUTE)).every(({ code }) => code === null)).to.equal(true)
  })

  it('can be read for good where the policy says so', async () => {
    await saveBackupCodes(given)(caller, { createdAt: NOON, how: 'download', readable: 'always' })
    expect((await list(NOON + 365 * 24 * 60 * MINUTE, 'always')).every(({ code }) => code !== null)).to.equal(true)
    expect((await list(NOON + 365 * 24 * 60 * MINUTE)).every(({ code }) => code === null)).to.equal(true)
  })

  it('settle their prompt once: saving again moves nothing and writes no second audit event', async () => {
    await saveBackupCodes(given)(caller, { createdAt: NOON, how: 'download', readable: 'until-saved' })
    given.store.time = NOON + MINUTE
    await saveBackupCodes(given)(caller, { createdAt: NOON, how: 'said', readable: 'until-saved' })
    expect((await given.store.load(caller.subject.key, '')).enrolment?.backupCodesSavedAt).to.equal(NOON)
    const saved = given.store.audit.filter(({ kind }) => kind === 'backup-codes-saved')
    expect(saved.map(({ details }) => details)).to.deep.equal([{ how: 'download' }])
  })

  it('are all new after regenerating, to be saved again, and the person is mailed', async () => {
    const before = (await list()).map(({ code }) => code)
    await saveBackupCodes(given)(caller, { createdAt: NOON, how: 'said', readable: 'until-saved' })
    await regenerateBackupCodes(given)(caller)
    expect(
      (await list()).map(({ code }) => code),
      'twice within a minute',
    ).to.deep.equal(before)
    given.store.time = NOON + MINUTE
    await regenerateBackupCodes(given)(caller)
    const after = (await list()).map(({ code }) => code)
    expect(new Set([...before, ...after]).size).to.equal(20)
    expect((await given.store.load(caller.subject.key, '')).enrolment?.backupCodesSavedAt).to.equal(null)
    expect((await notices(given, caller)).at(-1)?.kind).to.equal('backup-codes-regenerated')
  })

  it('are stored as keyed hash and sealed, never as they are', async () => {
    const kept = JSON.stringify(await given.store.backupCodes(caller.subject.key))
    for (const { code } of await list()) {
      expect(kept).not.to.contain(code).and.not.to.contain(code?.replaceAll('-', ''))
    }
  })

  it('are not made for somebody without a second factor', async () => {
    const other = callerOf(given, { userId: 'another-person' })
    expect(await rejection(regenerateBackupCodes(given)(other))).to.include({ code: 'ERR_2FA_CONFLICT' })
  })
})
