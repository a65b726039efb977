import { expect } from 'chai'
import { languages } from '../../src/texts/index.js'

const { pick } = languages()

const CASES: readonly [
  candidates: (string | null | undefined)[],
  acceptLanguage: string | undefined,
  locale: string,
][] = [
  [['ja'], 'en', 'ja'],
  [['en'], 'ja', 'en'],
  [['ja-JP'], undefined, 'ja'],
  [['ja_JP.UTF-8'], undefined, 'ja'],
  [['JA'], undefined, 'ja'],
  [[null, 'ja'], undefined, 'ja'],
  [[null], 'ja,en;q=0.9', 'ja'],
  [['fr'], 'ja', 'ja'],
  [[undefined], 'fr, en;q=0.5, ja;q=0.8', 'ja'],
  [[], 'en;q=0.2, ja-JP;q=0.9', 'ja'],
  [[], 'ja;q=0, en', 'en'],
  [[], 'fr, *;q=0.1', 'en'],
  [[], 'ja;q=nonsense, en', 'en'],
  [[], ';;;,,=q', 'en'],
  [[], undefined, 'en'],
  [['constructor', '__proto__'], 'toString', 'en'],
]

describe('the language', () => {
  for (const [candidates, acceptLanguage, locale] of CASES) {
    it(`is ${locale} for ${JSON.stringify(candidates)} and Accept-Language ${JSON.stringify(acceptLanguage)}`, () => {
      expect(pick(candidates, acceptLanguage)).to.equal(locale)
    })
  }

  it('is found in no more time for a tag of very many parts, by whomever it is sent', () => {
    const start = performance.now()
    expect(pick([], `${Array(50_000).fill('ja').join('-')}, ja;q=0.5`)).to.equal('ja')
    expect(performance.now() - start).to.be.below(1_000)
  })
})
