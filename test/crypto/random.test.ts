import { expect } from 'chai'
import { systemRandom } from '../../src/crypto/random.js'
import { NOON } from '../domain/sample-login.js'

const random = systemRandom()

describe('systemRandom', () => {
  it('makes ids that are UUIDs of version 7 and hold their time', () => {
    for (const time of [0, 1, NOON, 2 ** 48 - 1]) {
      const id = random.id(time)
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).to.equal(time)
    }
  })

  it('makes ids that sort by time as text', () => {
    const ids = Array.from({ length: 200 }, (_, index) => random.id(NOON + index * 97))
    expect([...ids].sort()).to.deep.equal(ids)
  })

  it('makes a thousand different ids in one millisecond', () => {
    expect(new Set(Array.from({ length: 1000 }, () => random.id(NOON))).size).to.equal(1000)
  })

  it('gives as many bytes as asked for, other ones each time', () => {
    expect(random.bytes(20)).to.have.length(20)
    expect(Buffer.from(random.bytes(20)).equals(Buffer.from(random.bytes(20)))).to.equal(false)
  })
})
