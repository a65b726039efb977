import { expect } from 'chai'
import { verifyBackupCode } from '../../src/actions/challenge/verify-backup-code.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import { type ExportedPerson, importKeycloakOtp } from '../../src/actions/enrolment/import-keycloak-otp.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { callerOf, codeOf, enrol, notices, type Ports, ports } from './people.js'
import { rejection } from './rejection.js'

const { issuer } = sampleLogin()
const realm = issuer.slice(issuer.lastIndexOf('/') + 1)
const SECRET = 'HL6VnXC9zWpQ7dBsTfY2'

const otp = (data: object = {}) => ({
  type: 'otp',
  secretData: JSON.stringify({ value: SECRET }),
  credentialData: JSON.stringify({ subType: 'totp', digits: 6, period: 30, algorithm: 'HmacSHA1', ...data }),
})

async function* exported(...users: unknown[]): AsyncGenerator<ExportedPerson> {
  for (const user of users) yield { realm, user }
}

const importing = (given: Ports) => importKeycloakOtp({ ...given, realm: { issuer } })

describe('taking over the authenticator apps of a realm export', () => {
  it('lets the same entry on the same phone sign in, and has ten backup codes wait', async () => {
    const given = ports()
    const ann = callerOf(given, { userId: 'ann' })
    const counts = await importing(given)(
      exported({ id: 'ann', credentials: [otp({ digits: 8, period: 60, algorithm: 'HmacSHA256' })] }),
    )
    expect(counts).to.include({ read: 1, imported: 1, enrolled: 0 })
    expect(await notices(given, ann)).to.have.length(0)
    const code = codeAt(given.totp.newSecret(Buffer.from(SECRET)), NOON / 60_000, {
      algorithm: 'sha256',
      digits: 8,
      periodSeconds: 60,
    })
    expect((await verifyCode(given)(ann, code)).verdict.outcome).to.equal('accepted')
    expect((await verifyCode(given)(ann, code)).verdict.outcome).to.equal('replayed')
    const codes = await given.store.backupCodes(ann.subject.key)
    expect(codes).to.have.length(10)
    const sealed = codes[3]?.sealedCode ?? ''
    const backup = await given.sealer.open(sealed, { subjectKey: ann.subject.key, purpose: 'backup-code' })
    expect((await verifyBackupCode(given)(ann, backup)).verdict.outcome).to.equal('accepted')
    expect((await given.store.load(ann.subject.key, '')).enrolment?.backupCodesSavedAt).to.equal(null)
    expect(given.store.audit[0]).to.include({ kind: 'imported', at: NOON })
  })

  it('leaves alone whoever has a second factor here, and changes nothing the second time', async () => {
    const given = ports()
    const ann = callerOf(given, { userId: 'ann' })
    const secret = await enrol(given, ann)
    const users = [
      { id: 'ann', credentials: [otp()] },
      { id: 'bea', credentials: [otp()] },
    ]
    expect(await importing(given)(exported(...users))).to.include({ read: 2, imported: 1, enrolled: 1 })
    expect(await importing(given)(exported(...users))).to.include({ read: 2, imported: 0, enrolled: 2 })
    given.store.time = NOON + 60_000
    expect((await verifyCode(given)(ann, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
  })

  it('brings nothing back that was reset or turned off here, but takes what was set up in Keycloak since', async () => {
    const given = ports()
    const ann = callerOf(given, { userId: 'ann' })
    const before = { id: 'ann', credentials: [{ ...otp(), createdDate: NOON - 1 }] }
    await importing(given)(exported(before))
    given.store.time = NOON + 1000
    const { attempts, epoch } = await given.store.load(ann.subject.key, '')
    const expected = { subjectKey: ann.subject.key, version: attempts.version, epoch }
    await given.store.turnOff(expected, { revokedAt: NOON + 1000, effects: { audit: [], messages: [] } })
    for (const plan of [true, false]) {
      const left: string[] = []
      const onNotTaken = (userId: string, reason: string) => left.push(`${userId} ${reason}`)
      const counts = await importing(given)(exported(before), { plan, onNotTaken })
      expect(counts).to.include({ read: 1, imported: 0, enrolled: 0 })
      expect([left, counts.notTaken.removed]).to.deep.equal([['ann removed'], 1])
    }
    expect((await importing(given)(exported({ id: 'ann', credentials: [otp()] }))).imported).to.equal(0)
    const since = { id: 'ann', credentials: [{ ...otp(), createdDate: NOON + 1001 }] }
    expect((await importing(given)(exported(since))).imported).to.equal(1)
  })

  it('leaves alone whoever sets one up at the same moment', async () => {
    const given = ports()
    const ann = callerOf(given, { userId: 'ann' })
    await given.store.register(ann.subject, null)
    given.store.moved.push(async () => void (await enrol(given, ann)))
    const counts = await importing(given)(exported({ id: 'ann', credentials: [otp()] }))
    expect(counts).to.include({ imported: 0, enrolled: 1 })
  })

  it('mails its owners where that is wanted', async () => {
    const given = ports()
    await importing(given)(exported({ id: 'ann', credentials: [otp()] }), { mail: true })
    expect((await notices(given, callerOf(given, { userId: 'ann' }))).map(({ kind }) => kind)).to.deep.equal([
      'imported',
    ])
  })

  it('writes nothing where only a plan is wanted', async () => {
    const given = ports()
    const left: string[] = []
    const counts = await importing(given)(
      exported({ id: 'ann', credentials: [otp()] }, { id: 'bea', credentials: [otp({ subType: 'hotp' })] }, 'nobody'),
      { plan: true, mail: true, onNotTaken: (userId, reason) => left.push(`${userId} ${reason}`) },
    )
    expect(counts).to.deep.include({ read: 3, imported: 1 })
    expect(counts.notTaken).to.include({ hotp: 1, unreadable: 1 })
    expect(left).to.deep.equal(['bea hotp', '? unreadable'])
    expect(given.store.audit).to.have.length(0)
    expect((await given.store.load(callerOf(given, { userId: 'ann' }).subject.key, '')).enrolment).to.equal(null)
  })

  it('goes on with those who are left where it was ended half-way', async () => {
    const given = ports()
    const users = Array.from({ length: 20 }, (_, index) => ({ id: `person-${index}`, credentials: [otp()] }))
    const end = new AbortController()
    const ended = importing(given)(exported(...users), { signal: end.signal, onProgress: () => end.abort() })
    expect((await rejection(ended)).name).to.equal('AbortError')
    expect(await importing(given)(exported(...users))).to.include({ imported: 12, enrolled: 8 })
  })

  it('refuses the export of another realm', async () => {
    const given = ports()
    async function* other() {
      yield { realm: 'other', user: { id: 'ann', credentials: [otp()] } }
    }
    const error = await rejection(importing(given)(other()))
    expect(error).to.include({ code: 'ERR_2FA_MALFORMED' })
    expect(error.message).to.contain('"other"')
    expect(given.store.audit).to.have.length(0)
  })
})
