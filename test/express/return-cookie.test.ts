import { expect } from 'chai'
import type { Request, Response } from 'express'
import { hmacKeyedHash } from '../../src/crypto/keyed-hash.js'
import { secretKeys } from '../../src/crypto/secret-keys.js'
import { clearReturn, type Return, readReturn, writeReturn } from '../../src/express/sign-in/return-cookie.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'

const OLD = { id: 'old', key: 'a'.repeat(64) }
const NEW = { id: 'new', key: 'b'.repeat(64) }

function needs({ now = NOON, keys = [OLD], origin = 'https://portal.example' } = {}) {
  return {
    origin,
    keyedHash: hmacKeyedHash(secretKeys(keys)),
    clock: { now: () => now, at: () => now, databaseNow: () => now },
  }
}

type Cookie = { name: string; value: string; options: Record<string, unknown> }

function written(back: Return, given = needs()): Cookie {
  let cookie: Cookie | undefined
  const res = {
    cookie: (name: string, value: string, options: Cookie['options']) => {
      cookie = { name, value, options }
    },
  }
  writeReturn(given, res as unknown as Response, back)
  return cookie ?? expect.fail('no cookie was written')
}

const reading = (value: string, given = needs(), name = '__Host-two-factor-return') =>
  readReturn(given, { headers: { cookie: `other=1; ${name}=${value}` } } as unknown as Request)

const { issuer, userId, sessionId, authenticatedAt, signedInAt } = sampleLogin()
const BACK: Return = {
  ask: { for: 'password', before: { issuer, userId, sessionId, authenticatedAt, signedInAt } },
  to: '/payroll',
}

describe('the return cookie', () => {
  it('holds what is asked for and where to return to, for ten minutes', () => {
    const { value } = written(BACK)
    expect(reading(value)).to.deep.include(BACK)
    expect(reading(value, needs({ now: NOON + 10 * 60_000 - 1 }))).to.deep.include(BACK)
    expect(reading(value, needs({ now: NOON + 10 * 60_000 }))).to.equal(undefined)
  })

  it('is __Host-, Secure, HttpOnly and Lax on https, and the same without Secure on localhost', () => {
    const https = written(BACK)
    expect(https.name).to.equal('__Host-two-factor-return')
    expect(https.options).to.deep.equal({ httpOnly: true, sameSite: 'lax', path: '/', secure: true, maxAge: 600_000 })
    const http = written(BACK, needs({ origin: 'http://localhost:3000' }))
    expect(http.name).to.equal('two-factor-return')
    expect(http.options).to.include({ httpOnly: true, sameSite: 'lax', path: '/', secure: false })
  })

  it('is refused with any letter changed', () => {
    const { value } = written(BACK)
    for (const place of [0, 5, Math.floor(value.length / 2), value.length - 1]) {
      const other = value[place] === 'a' ? 'b' : 'a'
      expect(reading(value.slice(0, place) + other + value.slice(place + 1))).to.equal(undefined)
    }
  })

  it('is refused with another path under the old signature', () => {
    const [text = '', hash] = written(BACK).value.split('.')
    const content = JSON.parse(Buffer.from(text, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...content, to: '/elsewhere' })).toString('base64url')
    expect(reading(`${forged}.${hash}`)).to.equal(undefined)
  })

  it('is refused where another application’s key signed it, and read with an older key of our own', () => {
    const { value } = written(BACK)
    expect(reading(value, needs({ keys: [NEW] }))).to.equal(undefined)
    expect(reading(value, needs({ keys: [NEW, OLD] }))).to.deep.include(BACK)
  })

  it('is nothing where it is not there, empty, or rubbish', () => {
    expect(readReturn(needs(), { headers: {} } as Request)).to.equal(undefined)
    for (const value of ['', '.', 'a', 'a.b', '..', '%', '%zz.%zz', `.${'0'.repeat(64)}`, '__proto__.x']) {
      expect(reading(value), value).to.equal(undefined)
    }
  })

  it('is nothing where an older version of this library wrote it in another form', () => {
    const { keyedHash } = needs()
    for (const content of ['{}', '[]', 'null', '"x"', 'no json', JSON.stringify({ ...BACK, until: 'soon' })]) {
      const text = Buffer.from(content).toString('base64url')
      expect(reading(`${text}.${keyedHash.hash('return-cookie', text).hash}`), content).to.equal(undefined)
    }
  })

  it('is not taken from the name that belongs to http', () => {
    expect(reading(written(BACK).value, needs(), 'two-factor-return')).to.equal(undefined)
  })

  it('is deleted with the attributes that it was written with', () => {
    let cleared: unknown[] = []
    clearReturn(needs(), { clearCookie: (...given: unknown[]) => (cleared = given) } as unknown as Response)
    const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: true }
    expect(cleared).to.deep.equal(['__Host-two-factor-return', options])
  })
})
