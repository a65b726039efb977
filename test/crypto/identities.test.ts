import { expect } from 'chai'
import fc from 'fast-check'
import { sha256Identities } from '../../src/crypto/identities.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'

const { subject, session } = sha256Identities()
const issuer = 'https://id.example/realms/acme'
const text = fc.string({ unit: 'grapheme' })

describe('sha256Identities', () => {
  it('names a subject by 64 lowercase hex digits and keeps issuer and user id', () => {
    const named = subject({ issuer, userId: 'jose' })
    expect(named).to.include({ issuer, userId: 'jose' })
    expect(named.key).to.match(/^[0-9a-f]{64}$/)
    expect(subject({ issuer, userId: 'jose' }).key).to.equal(named.key)
  })

  it('keeps people apart whose ids differ in case, accent, a blank or a zero', () => {
    const ids = [
      'jose',
      'Jose',
      'JOSE',
      'josé',
      'jose\u0301',
      'jose ',
      ' jose',
      'jose\t',
      'jose\u0000',
      'j\u00f8se',
      'ｊose',
    ]
    expect(new Set(ids.map((userId) => subject({ issuer, userId }).key)).size).to.equal(ids.length)
  })

  it('keeps people apart whose issuer and id run together to the same text', () => {
    const pairs = [
      ['a', 'bc'],
      ['ab', 'c'],
      ['abc', ''],
      ['', 'abc'],
      ['a1:b', 'c'],
      ['a', '1:bc'],
      ['3:abc', ''],
    ]
    const keys = pairs.map(([from = '', userId = '']) => subject({ issuer: from, userId }).key)
    expect(new Set(keys).size).to.equal(pairs.length)
  })

  it('keeps any two different people apart', () => {
    fc.assert(
      fc.property(text, text, text, text, (issuerA, userA, issuerB, userB) => {
        const same = issuerA === issuerB && userA === userB
        const keys = [subject({ issuer: issuerA, userId: userA }).key, subject({ issuer: issuerB, userId: userB }).key]
        expect(keys[0] === keys[1]).to.equal(same)
      }),
    )
  })

  it('names a login by realm, person, Keycloak session and time of entry, each of which counts', () => {
    const login = sampleLogin()
    const others = [
      sampleLogin({ issuer: 'https://id.example/realms/other' }),
      sampleLogin({ userId: 'somebody-else' }),
      sampleLogin({ sessionId: 'session-2' }),
      sampleLogin({ authenticatedAt: NOON + 1000 }),
      sampleLogin({ authenticatedAt: null }),
    ]
    const keys = [login, ...others].map(session)
    expect(new Set(keys).size).to.equal(keys.length)
    for (const key of keys) expect(key).to.match(/^[0-9a-f]{64}$/)
    expect(session(sampleLogin({ issuedAt: 1, signedInAt: 2, clientId: 'other' }))).to.equal(session(login))
  })

  it('never gives a login the key of a subject', () => {
    fc.assert(
      fc.property(text, text, (userId, sessionId) => {
        expect(session(sampleLogin({ userId, sessionId }))).not.to.equal(subject({ issuer, userId }).key)
      }),
    )
  })
})
