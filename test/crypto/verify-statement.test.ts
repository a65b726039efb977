import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { CompactSign, importJWK } from 'jose'
import { joseSigner } from '../../src/crypto/signer.js'
import { statementKeys } from '../../src/crypto/statement-keys.js'
import { type VerifyStatementOptions, verifyStatement } from '../../src/crypto/verify-statement.js'
import { STATEMENT_TYPE } from '../../src/domain/statements/statement.js'
import { isTwoFactorError, type TwoFactorErrorCode } from '../../src/errors.js'
import { STATEMENT } from '../domain/sample-statement.js'
import { newPrivateJwk, publicPartOf } from './statement-key.js'

const KEY = newPrivateJwk()
const NEXT = newPrivateJwk()
const signer = joseSigner(statementKeys([{ kid: 'k1', privateJwk: KEY }]))
const { jwks } = signer
const GIVEN = { jwks, audience: STATEMENT.aud, url: STATEMENT.iss, documentHash: STATEMENT.document ?? '' }

/** Signs anything, as nobody but the holder of the key could. */
async function signed(payload: unknown, header: Record<string, unknown> = {}, key = KEY): Promise<string> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: STATEMENT_TYPE, ...header })
    .sign(await importJWK(key, 'ES256'))
}

async function refused(code: TwoFactorErrorCode, jws: string, changes: Partial<VerifyStatementOptions> = {}) {
  try {
    await verifyStatement(jws, { ...GIVEN, ...changes })
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal(code)
    return error.message
  }
  return expect.fail('it was accepted')
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('verifyStatement', () => {
  it('says what a statement says', async () => {
    const jws = await signer.sign(STATEMENT)
    expect(await verifyStatement(jws, GIVEN)).to.deep.equal(STATEMENT)
    expect(await verifyStatement(jws, { jwks, audience: STATEMENT.aud })).to.deep.equal(STATEMENT)
    expect(JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString())).to.deep.equal({
      alg: 'ES256',
      kid: 'k1',
      typ: 'two-factor-statement+jwt',
    })
  })

  it('takes the keys as they come over the net, and a slash at the end of the address', async () => {
    const fetched = JSON.parse(JSON.stringify(jwks))
    const jws = await signer.sign(STATEMENT)
    expect(await verifyStatement(jws, { ...GIVEN, jwks: fetched, url: `${STATEMENT.iss}/` })).to.deep.equal(STATEMENT)
  })

  for (const [how, old] of [
    ['retired', { kid: 'k1', privateJwk: KEY, retired: true }],
    ['public alone', { kid: 'k1', publicJwk: publicPartOf(KEY) }],
  ] as const) {
    it(`still verifies what a key signed that is ${how} now, and the new key signs`, async () => {
      const rotated = joseSigner(statementKeys([{ kid: 'k2', privateJwk: NEXT }, old]))
      const before = await signer.sign(STATEMENT)
      expect(await verifyStatement(before, { ...GIVEN, jwks: rotated.jwks })).to.deep.equal(STATEMENT)
      const after = await rotated.sign(STATEMENT)
      expect(await verifyStatement(after, { ...GIVEN, jwks: rotated.jwks })).to.deep.equal(STATEMENT)
      await refused('ERR_2FA_FORBIDDEN', after)
    })
  }

  it('refuses one with a single bit flipped, in claims and signature', async () => {
    const parts = (await signer.sign(STATEMENT)).split('.')
    for (const index of [1, 2]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url')
      for (const place of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const flipped = Buffer.from(bytes)
        flipped[place] = (flipped[place] ?? 0) ^ 1
        await refused('ERR_2FA_FORBIDDEN', parts.with(index, flipped.toString('base64url')).join('.'))
      }
    }
  })

  it('refuses claims put under the signature of another statement', async () => {
    const parts = (await signer.sign({ ...STATEMENT, amr: ['pwd'], method: 'password' })).split('.')
    await refused('ERR_2FA_FORBIDDEN', parts.with(1, base64(STATEMENT)).join('.'))
  })

  it('refuses another key under the same kid, and a kid nobody knows', async () => {
    await refused('ERR_2FA_FORBIDDEN', await signed(STATEMENT, {}, NEXT))
    await refused('ERR_2FA_FORBIDDEN', await signed(STATEMENT, { kid: 'k9' }))
  })

  it('refuses a signature that is none, or by the public key as shared secret', async () => {
    const header = base64({ alg: 'none', kid: 'k1', typ: STATEMENT_TYPE })
    await refused('ERR_2FA_FORBIDDEN', `${header}.${base64(STATEMENT)}.`)
    const hmac = await new CompactSign(new TextEncoder().encode(JSON.stringify(STATEMENT)))
      .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: STATEMENT_TYPE })
      .sign(new TextEncoder().encode(JSON.stringify(jwks.keys[0])))
    await refused('ERR_2FA_FORBIDDEN', hmac)
  })

  for (const typ of ['JWT', 'at+jwt', `application/${STATEMENT_TYPE}`, undefined]) {
    it(`refuses a token of the type ${typ} by the same key`, async () => {
      expect(await refused('ERR_2FA_MALFORMED', await signed(STATEMENT, { typ }))).to.contain('"typ"')
    })
  }

  it('refuses another audience, also one that begins alike', async () => {
    const jws = await signer.sign(STATEMENT)
    for (const audience of ['https://other.example', `${STATEMENT.aud}/`, STATEMENT.aud.slice(0, -1)]) {
      expect(await refused('ERR_2FA_FORBIDDEN', jws, { audience })).to.contain('audience')
    }
  })

  it('refuses another application', async () => {
    const url = 'https://other.example/two-factor'
    expect(await refused('ERR_2FA_FORBIDDEN', await signer.sign(STATEMENT), { url })).to.contain('application')
  })

  it('refuses another document, and a statement that names none', async () => {
    const documentHash = `sha-256:${'0b'.repeat(32)}`
    expect(await refused('ERR_2FA_FORBIDDEN', await signer.sign(STATEMENT), { documentHash })).to.contain('document')
    const { document: _document, ...without } = STATEMENT
    expect(await refused('ERR_2FA_FORBIDDEN', await signer.sign(without))).to.contain('document')
  })

  it('refuses a hash that got lost on the way, in place of checking nothing', async () => {
    const jws = await signer.sign(STATEMENT)
    await refused('ERR_2FA_MALFORMED', jws, { documentHash: undefined as never })
    await refused('ERR_2FA_MALFORMED', jws, { documentHash: 'sha-256:' })
  })

  for (const jws of ['', 'x', '..', 'a.b.c', 'e30.e30.e30', '{}', null, undefined, 5]) {
    it(`refuses ${JSON.stringify(jws)} as no statement`, () => refused('ERR_2FA_MALFORMED', jws as string))
  }

  it('refuses claims that are none of ours, though the key signed them', async () => {
    for (const payload of ['no JSON', 'null', '[]', { ...STATEMENT, amr: 'mfa' }, { ...STATEMENT, sub: undefined }]) {
      await refused('ERR_2FA_MALFORMED', await signed(payload))
    }
  })

  for (const [what, changes, names] of [
    ['a misspelt option', { documenthash: 'x' }, /"documenthash".*documentHash/],
    ['no audience', { audience: undefined }, /"audience"/],
    ['an empty audience', { audience: '' }, /"audience"/],
    ['neither url nor jwks', { url: undefined, jwks: undefined }, /"url" or "jwks"/],
    ['an address without https', { url: 'http://portal.acme.example/two-factor' }, /https:\/\//],
    ['an address that is none', { url: 'portal' }, /"url"/],
    ['keys that are none', { jwks: { keys: 'k1' } }, /"jwks"/],
  ] as const) {
    it(`names ${what}`, async () => {
      expect(await refused('ERR_2FA_CONFIGURATION', await signer.sign(STATEMENT), changes as never)).to.match(names)
    })
  }

  describe('with the address alone', () => {
    let url: string
    let status = 200
    const asked: string[] = []
    const server = createServer((req, res) => {
      asked.push(req.url ?? '')
      res.writeHead(status, { 'content-type': 'application/jwk-set+json' }).end(JSON.stringify(jwks))
    })
    before(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/two-factor`
    })
    after(() => server.close())

    it('fetches the keys from there', async () => {
      const statement = { ...STATEMENT, iss: url }
      expect(await verifyStatement(await signer.sign(statement), { url, audience: STATEMENT.aud })).to.deep.equal(
        statement,
      )
      expect(asked).to.deep.equal(['/two-factor/jwks'])
    })

    it('says that it could not, and never that the statement is wrong', async () => {
      const given = { jwks: undefined, url } as never
      status = 500
      expect(await refused('ERR_2FA_CONFIGURATION', await signer.sign({ ...STATEMENT, iss: url }), given)).to.match(
        /reached/,
      )
    })
  })
})
