import { expect } from 'chai'
import { hmacKeyedHash } from '../../src/crypto/keyed-hash.js'
import { secretKeys } from '../../src/crypto/secret-keys.js'

const OLD = { id: 'old', key: new Uint8Array(32).fill(1) }
const NEW = { id: 'new', key: new Uint8Array(32).fill(2) }
const hashes = hmacKeyedHash(secretKeys([NEW, OLD]))
const oldHashes = hmacKeyedHash(secretKeys([OLD]))

describe('hmacKeyedHash', () => {
  it('hashes with the first key and says which', () => {
    const { keyId, hash } = hashes.hash('backup-code', 'mfrggzdfmztwq2lk')
    expect(keyId).to.equal('new')
    expect(hash).to.match(/^[0-9a-f]{64}$/)
    expect(hashes.hash('backup-code', 'mfrggzdfmztwq2lk').hash).to.equal(hash)
  })

  it('gives the same value another hash for another purpose, key or letter', () => {
    const values = [
      hashes.hash('backup-code', 'abc'),
      hashes.hash('return-cookie', 'abc'),
      hashes.hash('backup-code', 'abd'),
      oldHashes.hash('backup-code', 'abc'),
      oldHashes.hash('return-cookie', 'abc'),
    ].map(({ hash }) => hash)
    expect(new Set(values).size).to.equal(values.length)
  })

  it('names what a value may be stored under: by every key, the first one first', () => {
    expect(hashes.candidates('backup-code', 'abc')).to.deep.equal([
      hashes.hash('backup-code', 'abc').hash,
      oldHashes.hash('backup-code', 'abc').hash,
    ])
  })

  it('matches a hash by any of its keys, for the same purpose and value only', () => {
    const old = oldHashes.hash('return-cookie', 'abc').hash
    expect(hashes.matches('return-cookie', 'abc', old)).to.equal(true)
    expect(hashes.matches('return-cookie', 'abc', hashes.hash('return-cookie', 'abc').hash)).to.equal(true)
    expect(hashes.matches('backup-code', 'abc', old)).to.equal(false)
    expect(hashes.matches('return-cookie', 'abd', old)).to.equal(false)
    expect(oldHashes.matches('return-cookie', 'abc', hashes.hash('return-cookie', 'abc').hash)).to.equal(false)
  })

  it('matches nothing but a whole hash, and survives rubbish', () => {
    const { hash } = hashes.hash('return-cookie', 'abc')
    for (const other of ['', hash.slice(1), `${hash}0`, hash.toUpperCase(), 'é'.repeat(64), '\ud800'.repeat(64)]) {
      expect(hashes.matches('return-cookie', 'abc', other)).to.equal(false)
    }
  })
})
