import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import { type StatementKey, statementKeys } from '../../src/crypto/statement-keys.js'
import { isTwoFactorError } from '../../src/errors.js'
import { newPrivateJwk, publicPartOf } from './statement-key.js'

const ONE = newPrivateJwk()
const OTHER = newPrivateJwk()

function refused(keys: readonly StatementKey[]): string {
  try {
    statementKeys(keys)
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
    expect(error.message).to.contain('Option "statementKeys"')
    for (const { d } of [ONE, OTHER]) expect(`${error.message} ${String(error.cause)}`).not.to.contain(d)
    return error.message
  }
  return expect.fail('it was accepted')
}

describe('statementKeys', () => {
  it('signs with the first, and publishes the public part of all', () => {
    const third = newPrivateJwk()
    const { first, publicKeys } = statementKeys([
      { kid: 'new', privateJwk: ONE },
      { kid: 'old', privateJwk: OTHER, retired: true },
      { kid: 'oldest', publicJwk: publicPartOf(third) },
    ])
    expect(first.kid).to.equal('new')
    const fixed = { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }
    expect(publicKeys).to.deep.equal([
      { ...fixed, kid: 'new', x: ONE.x, y: ONE.y },
      { ...fixed, kid: 'old', x: OTHER.x, y: OTHER.y },
      { ...fixed, kid: 'oldest', x: third.x, y: third.y },
    ])
  })

  it('publishes no private part, and nothing else that a JWK holds', () => {
    const { publicKeys } = statementKeys([{ kid: 'k', privateJwk: { ...ONE, key_ops: ['sign'], note: 'ours' } }])
    expect(JSON.stringify(publicKeys)).not.to.contain(ONE.d)
    expect(Object.keys(publicKeys[0] ?? {})).to.have.members(['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use'])
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const ed = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  for (const [what, keys, cure] of [
    ['an empty list', [], /leave it out/],
    ['an unfit kid', [{ kid: 'a b', privateJwk: ONE }], /letters, digits/],
    ['a kid twice', [ONE, OTHER].map((privateJwk) => ({ kid: 'k', privateJwk })), /twice/],
    ['an entry without a key', [{ kid: 'k' }], /either "privateJwk" or "publicJwk"/],
    ['an entry with both', [{ kid: 'k', privateJwk: ONE, publicJwk: publicPartOf(ONE) }], /either/],
    ['a retired key in front', [{ kid: 'k', privateJwk: ONE, retired: true }], /put the key that signs first/],
    ['a public key in front', [{ kid: 'k', publicJwk: publicPartOf(ONE) }], /put the key that signs first/],
    ['a private key given as public', [{ kid: 'k', publicJwk: ONE }], /leave its "d" out/],
    ['a public key given as private', [{ kid: 'k', privateJwk: publicPartOf(ONE) }], /private key for ES256.*node -p/],
    ['a d of another key', [{ kid: 'k', privateJwk: { ...ONE, d: OTHER.d } }], /does not belong|not a private key/],
    ['a point off the curve', [{ kid: 'k', privateJwk: { ...ONE, y: ONE.x } }], /ES256|belong/],
    ['another curve', [{ kid: 'k', privateJwk: newPrivateJwk('P-384') }], /P-256/],
    ['RSA', [{ kid: 'k', privateJwk: rsa }], /P-256/],
    ['Ed25519', [{ kid: 'k', privateJwk: ed }], /P-256/],
    ['a shared secret', [{ kid: 'k', privateJwk: { kty: 'oct', k: 'AAAA' } }], /P-256/],
    [
      'an RSA key that is retired',
      [
        { kid: 'k', privateJwk: ONE },
        { kid: 'r', privateJwk: rsa, retired: true },
      ],
      /"r"/,
    ],
  ] as const) {
    it(`refuses ${what} and names the cure`, () => expect(refused(keys)).to.match(cure))
  }
})
