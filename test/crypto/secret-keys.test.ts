import { hkdfSync, randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { type SecretKey, secretKeys } from '../../src/crypto/secret-keys.js'
import { isTwoFactorError } from '../../src/errors.js'

const BYTES = randomBytes(32)

function refused(keys: readonly SecretKey[]): string {
  try {
    secretKeys(keys)
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
    return error.message
  }
  return expect.fail('it was accepted')
}

describe('secretKeys', () => {
  it('takes 32 bytes as such, in hex, in base64 and in base64url, padded or not', () => {
    const expected = Buffer.from(hkdfSync('sha256', BYTES, '', 'keycloak-two-factor seal x', 32)).toString('hex')
    for (const key of [
      BYTES,
      BYTES.toString('hex'),
      BYTES.toString('hex').toUpperCase(),
      BYTES.toString('base64'),
      BYTES.toString('base64').replaceAll('=', ''),
      BYTES.toString('base64url'),
    ]) {
      const derived = secretKeys([{ id: 'k', key }]).derive('k', 'seal x') ?? []
      expect(Buffer.from(derived).toString('hex')).to.equal(expected)
    }
  })

  it('derives another key for each purpose and each id, and none for an id it does not know', () => {
    const keys = secretKeys([
      { id: 'new', key: BYTES },
      { id: 'old', key: randomBytes(32) },
    ])
    const derived = [
      keys.derive('new', 'seal a'),
      keys.derive('new', 'seal b'),
      keys.derive('new', 'hash a'),
      keys.derive('old', 'seal a'),
    ].map((key) => Buffer.from(key ?? []).toString('hex'))
    expect(new Set(derived).size).to.equal(4)
    for (const key of derived) expect(key).to.match(/^[0-9a-f]{64}$/)
    expect(keys.derive('other', 'seal a')).to.equal(undefined)
    expect(keys.first).to.equal('new')
    expect(keys.ids).to.deep.equal(['new', 'old'])
  })

  it('does not change when the application wipes or reuses the bytes it gave', () => {
    const given = Uint8Array.from(BYTES)
    const keys = secretKeys([{ id: 'k', key: given }])
    const before = keys.derive('k', 'seal x')
    given.fill(0)
    expect(secretKeys([{ id: 'k', key: BYTES }]).derive('k', 'seal y')).to.deep.equal(keys.derive('k', 'seal y'))
    expect(before).to.deep.equal(keys.derive('k', 'seal x'))
  })

  for (const [name, key] of [
    ['31 bytes', randomBytes(31)],
    ['33 bytes', randomBytes(33)],
    ['no bytes', new Uint8Array(0)],
    ['31 bytes in base64', randomBytes(31).toString('base64')],
    ['63 hex digits', BYTES.toString('hex').slice(1)],
    ['a passphrase', 'correct horse battery staple'],
    ['nothing', ''],
    ['a trailing line break', `${BYTES.toString('base64')}\n`],
  ] as const) {
    it(`refuses ${name} and names the key and the cure, never the key itself`, () => {
      const message = refused([
        { id: 'good', key: BYTES },
        { id: '2026-11', key },
      ])
      expect(message).to.contain('Option "secretKeys"').and.to.contain('"2026-11"').and.to.match(/32/)
      if (typeof key === 'string' && key !== '') expect(message).not.to.contain(key.trim())
    })
  }

  it('says how to make a key where a text is no key', () => {
    expect(refused([{ id: 'k', key: 'secret' }])).to.contain('openssl rand -base64 32')
  })

  it('refuses an empty list, an id twice, and ids that do not go into a token', () => {
    expect(refused([])).to.contain('one key is needed')
    expect(
      refused([
        { id: 'k', key: BYTES },
        { id: 'k', key: randomBytes(32) },
      ]),
    ).to.contain('"k" twice')
    for (const id of ['', 'a b', 'ä', 'x'.repeat(33), 'a\nb']) {
      expect(refused([{ id, key: BYTES }]))
        .to.contain(JSON.stringify(id))
        .and.to.contain('letters, digits')
    }
  })
})
