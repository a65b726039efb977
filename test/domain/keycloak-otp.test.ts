import { expect } from 'chai'
import { readExportedUser } from '../../src/domain/enrolment/keycloak-otp.js'

const SECRET = 'HL6VnXC9zWpQ7dBsTfY2'

/** A credential as Keycloak 26 exports it. */
const credential = (data: object = {}, secret: object = { value: SECRET }, type = 'otp') => ({
  type,
  userLabel: 'Phone',
  secretData: JSON.stringify(secret),
  credentialData: JSON.stringify({
    subType: 'totp',
    digits: 6,
    counter: 0,
    period: 30,
    algorithm: 'HmacSHA1',
    ...data,
  }),
})
const read = (...credentials: unknown[]) => readExportedUser({ id: 'f1', username: 'fred', credentials })

describe('what a realm export says of a person', () => {
  it('is the authenticator app with its own algorithm, digits and period', () => {
    const bytes = new TextEncoder().encode(SECRET)
    const cases = [
      [{}, { algorithm: 'sha1', digits: 6, periodSeconds: 30 }],
      [
        { algorithm: 'HmacSHA256', digits: 8 },
        { algorithm: 'sha256', digits: 8, periodSeconds: 30 },
      ],
      [
        { algorithm: 'HmacSHA512', period: 60 },
        { algorithm: 'sha512', digits: 6, periodSeconds: 60 },
      ],
      [{ period: 120 }, { algorithm: 'sha1', digits: 6, periodSeconds: 120 }],
    ] as const
    for (const [data, totp] of cases) {
      const createdDate = 1_700_000_000_000
      const otp = { secret: { bytes }, totp, createdAt: createdDate }
      expect(read({ ...credential(data), createdDate })).to.deep.equal({ userId: 'f1', otp, notTaken: [] })
    }
  })

  it('does without the time at which the app was set up', () => {
    for (const given of [credential(), { ...credential(), createdDate: null }]) {
      expect(read(given)?.otp).to.have.property('createdAt', null)
    }
  })

  it('takes a secret that is marked as base32 as it is', () => {
    const value = 'jbsw y3dp ehpk 3pxp jbsw y3dp eh==='
    expect(read(credential({ secretEncoding: 'BASE32' }, { value }))?.otp?.secret).to.deep.equal({
      base32: 'JBSWY3DPEHPK3PXPJBSWY3DPEH',
    })
  })

  it('names what can not be taken over', () => {
    const cases = [
      [credential({ subType: 'hotp' }), 'hotp'],
      [credential({ algorithm: 'HmacMD5' }), 'algorithm'],
      [credential({ digits: 7 }), 'digits'],
      [credential({ period: 121 }), 'period'],
      [credential({ period: 0 }), 'period'],
      [credential({ period: 30.5 }), 'period'],
      [credential({}, { value: 'fifteen-bytes-a' }), 'secret'],
      [credential({ secretEncoding: 'BASE32' }, { value: '1890' }), 'secret'],
      [credential({ secretEncoding: 'BASE32' }, { value: 'JBSWY3DPEHPK3PXPJBSWY3DPE' }), 'secret'],
      [credential({ secretEncoding: 'BASE64' }), 'secret'],
      [credential({ subType: 'new' }), 'unreadable'],
      [credential({ digits: '6' }), 'unreadable'],
      [credential({}, {}), 'unreadable'],
      [{ type: 'otp', secretData: '{', credentialData: '{}' }, 'unreadable'],
      [{ type: 'otp' }, 'unreadable'],
      [credential({}, {}, 'recovery-authn-codes'), 'recovery-codes'],
      [credential({}, {}, 'webauthn'), 'security-key'],
    ] as const
    for (const [given, reason] of cases) {
      expect(read(given), reason).to.deep.equal({ userId: 'f1', otp: null, notTaken: [reason] })
    }
  })

  it('is the first app of several that can be taken over', () => {
    const found = read(credential({ subType: 'hotp' }), credential({ period: 60 }), credential())
    expect(found?.otp?.totp.periodSeconds).to.equal(60)
    expect(found?.notTaken).to.deep.equal(['hotp', 'further-device'])
  })

  it('is nothing for a password, and for somebody without credentials', () => {
    expect(read(credential({}, {}, 'password'))).to.deep.equal({ userId: 'f1', otp: null, notTaken: [] })
    expect(readExportedUser({ id: 'f1' })).to.deep.equal({ userId: 'f1', otp: null, notTaken: [] })
    for (const none of [null, 'fred', {}, { id: '' }, { id: 1 }, { id: 'f1', credentials: 'none' }])
      expect(readExportedUser(none)).to.equal(null)
  })
})
