import { expect } from 'chai'
import { createTwoFactor, formatOf, type PartialTexts } from '../../src/index.js'
import { pagesIn } from '../../src/pages/index.js'
import { direction, languages, textFaults } from '../../src/texts/index.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { everyView, frame } from '../pages/views.js'

const format = formatOf('de')

const de: PartialTexts = {
  challenge: {
    title: 'Code eingeben',
    verify: 'Prüfen',
    code: ({ digits }) => `Code mit ${format.number(digits)} Ziffern`,
  },
  messages: { notice: { enabled: { subject: 'Zwei-Faktor-Anmeldung eingeschaltet' } } },
}

describe('a further language', () => {
  const spoken = languages({ de })

  it('says what it has words for, and English the rest', () => {
    const { challenge } = spoken.textsFor('de')
    expect([challenge.title, challenge.code({ digits: 6 })]).to.deep.equal(['Code eingeben', 'Code mit 6 Ziffern'])
    expect(challenge.cancel).to.equal('Cancel')
    expect(spoken.textsFor('en').challenge.title).to.equal('Input authentication code')
  })

  it('has dates and numbers of its own without a word about them', () => {
    const at = Date.UTC(2026, 10, 22, 7, 2)
    expect(spoken.textsFor('de').format.date({ at, timeZone: null })).to.equal('22. November 2026')
    expect(spoken.textsFor('de').format.number(12_345.5)).to.equal('12.345,5')
  })

  it('is spoken to whoever asks for it, with and without a region', () => {
    expect(spoken.pick(['de-AT'])).to.equal('de')
    expect(spoken.pick([null], 'fr, de-CH;q=0.8, ja;q=0.5')).to.equal('de')
    const regional = languages({ 'pt-BR': {}, pt: {} })
    expect([regional.pick(['pt_BR']), regional.pick(['pt-PT']), regional.pick(['PT'])]).to.deep.equal([
      'pt-BR',
      'pt',
      'pt',
    ])
  })

  it('can be other words for one that is there', () => {
    const { textsFor } = languages({ ja: { challenge: { title: '確認' } } })
    expect(textsFor('ja').challenge.title).to.equal('確認')
    expect(textsFor('ja').challenge.verify).to.equal(languages().textsFor('ja').challenge.verify)
    expect(languages().textsFor('ja').challenge.title, 'elsewhere').not.to.equal('確認')
  })

  it('is on every page, in its direction', async () => {
    const pages = pagesIn(languages({ de, ar: {} }))
    for (const view of everyView(frame('ar'))) {
      const html = await pages[view.page](view as never)
      expect(html, view.page).to.match(/^<!doctype html><html lang="ar" dir="rtl">/)
    }
    expect(
      await pages.challenge({
        ...frame('de'),
        page: 'challenge',
        method: 'totp',
        digits: 6,
        sent: null,
        byEmail: null,
        help: null,
        trust: null,
        problem: null,
      }),
    ).to.match(/<html lang="de">.*<h1>Code eingeben<\/h1>.*Code mit 6 Ziffern.*Prüfen.*Cancel/s)
    expect([direction('ar'), direction('he-IL'), direction('ja'), direction('de')]).to.deep.equal([
      'rtl',
      'rtl',
      'ltr',
      'ltr',
    ])
  })

  for (const [what, texts, message] of [
    ['a misspelt text', { challenge: { titel: 'x' } }, 'Option "texts.de.challenge.titel" must not be there'],
    ['a misspelt topic', { chalenge: {} }, 'Option "texts.de.chalenge" must not be there; there are: format, signIn'],
    ['a number', { challenge: { title: 1 } }, 'Option "texts.de.challenge.title" must be a text'],
    ['an empty text', { challenge: { title: ' ' } }, 'Option "texts.de.challenge.title" must be a text'],
    ['a text for a function', { challenge: { lead: 'x' } }, 'Option "texts.de.challenge.lead" must be a function'],
    ['a text for a topic', { challenge: 'x' }, 'Option "texts.de.challenge" must be an object with some of: title'],
    [
      'a list too short',
      { enrolment: { steps: { names: ['x'] } } },
      'Option "texts.de.enrolment.steps.names" must be a list of 3 texts',
    ],
    ['a prototype', JSON.parse('{"__proto__":{"title":"x"}}'), 'Option "texts.de.__proto__" must not be there'],
    ['null', null, 'Option "texts.de" must be an object'],
  ] as const) {
    it(`is judged at creation: ${what}`, () => {
      expect(() => createTwoFactor({ ...MINIMAL_OPTIONS, texts: { de: texts as never } })).to.throw(message)
    })
  }

  it('is named by a language', () => {
    expect(() => createTwoFactor({ ...MINIMAL_OPTIONS, texts: { 'not a tag': {} } })).to.throw(
      'Option "texts.not a tag" must be named by a language',
    )
    createTwoFactor({ ...MINIMAL_OPTIONS, texts: { de, 'zh-Hant': {}, en: {} } })
  })

  it('has no faults where it is whole', () => {
    for (const locale of ['en', 'ja']) expect(textFaults(spoken.textsFor(locale))).to.deep.equal([])
  })
})
