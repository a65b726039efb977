import { expect } from 'chai'
import { count, isNeeded, type KeyCounts, keyUses } from '../../src/domain/keys/key-use.js'

const NONE: KeyCounts = new Map()

describe('what keys are used for', () => {
  it('names every key of the options, the first one as the one that seals', () => {
    expect(keyUses({ first: 'b', ids: ['b', 'a'] }, NONE)).to.deep.equal([
      { id: 'b', role: 'seals', sealed: 0, backupCodes: 0, people: 0 },
      { id: 'a', role: 'opens', sealed: 0, backupCodes: 0, people: 0 },
    ])
  })

  it('adds up, and names a key that is missing only while something needs it', () => {
    const counts = [{ sealed: 2 }, { sealed: 1, backupCodes: 5, people: 1 }].reduce<KeyCounts>(
      (sum, more) => count(sum, 'gone', more),
      new Map([['used', { sealed: 0, backupCodes: 0, people: 0 }]]),
    )
    expect(keyUses({ first: 'a', ids: ['a'] }, counts).slice(1)).to.deep.equal([
      { id: 'gone', role: 'missing', sealed: 3, backupCodes: 5, people: 1 },
    ])
  })

  for (const [what, use, needed] of [
    ['a sealed text', { sealed: 1, backupCodes: 0 }, true],
    ['an unused backup code', { sealed: 0, backupCodes: 1 }, true],
    ['nothing', { sealed: 0, backupCodes: 0 }, false],
  ] as const) {
    it(`${needed ? 'needs' : 'does not need'} a key for ${what}`, () => {
      expect(isNeeded({ id: 'a', role: 'opens', people: 0, ...use })).to.equal(needed)
    })
  }
})
