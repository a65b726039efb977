import { expect } from 'chai'
import { formatOf } from '../../src/texts/format.js'

describe('formatOf', () => {
  for (const [share, text] of [
    [0, '0%'],
    [0.0001, '<1%'],
    [0.01, '1%'],
    [0.4, '40%'],
    [0.99, '99%'],
    [0.9999, '>99%'],
    [1, '100%'],
  ] as const) {
    it(`says ${text} of ${share}, in every language`, () => {
      for (const locale of ['en', 'ja']) expect(formatOf(locale).percent(share)).to.equal(text)
    })
  }
})
