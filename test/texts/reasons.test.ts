import { expect } from 'chai'
import type { Reason } from '../../src/domain/assess.js'
import { languages } from '../../src/texts/index.js'

describe('the reasons of a decision', () => {
  it('have words of their own in every language', () => {
    for (const locale of ['en', 'ja']) {
      // The compiler keeps the list whole: a reason without words fails here.
      const words: Record<Reason, string> = languages().textsFor(locale).administration.pages.reasons
      const said = Object.values(words)
      expect(new Set(said).size, locale).to.equal(said.length)
    }
  })
})
