import { expect } from 'chai'
import { comfortScript, pagesIn, stylesheet } from '../../src/pages/index.js'
import { languages } from '../../src/texts/index.js'
import type { View } from '../../src/views/view.js'
import { everyView, frame, PROBLEMS } from './views.js'

const spoken = languages()
const { textsFor } = spoken
const pages = pagesIn(spoken)

async function render(view: View): Promise<string> {
  const page = pages[view.page] as (view: View) => string | Promise<string>
  return page(view)
}

const NOTHING = { sent: null, trust: null, byEmail: null, help: null }

const views = ['en', 'ja'].flatMap((locale) => everyView(frame(locale)))

describe('the pages', () => {
  it('are there for every name', () => {
    expect(new Set(views.map(({ page }) => page))).to.deep.equal(new Set(Object.keys(pages)))
  })

  it('hold under a strict Content-Security-Policy: no inline script, style or handler', async () => {
    for (const view of views) {
      const html = await render(view)
      expect(html, view.page).not.to.match(/<style|\sstyle=|\son[a-z]+=|javascript:/i)
      expect(html.match(/<script[^>]*>[^<]*<\/script>/g), view.page).to.deep.equal([
        '<script src="/two-factor/assets/comfort.js" defer></script>',
      ])
    }
  })

  it('say of a change of policy what it was, with the names of the form', async () => {
    for (const [locale, said] of [
      ['en', 'Days the set-up can be put off: 0 → 14; Whom people ask for help; later.field: 1 → 2'],
      ['ja', '設定を先送りできる日数: 0 → 14; 問い合わせ先; later.field: 1 → 2'],
    ] as const) {
      const view = everyView(frame(locale)).find(({ page }) => page === 'admin-audit')
      const html = view && (await render(view))
      expect(html)
        .to.contain(said)
        .and.match(locale === 'en' ? /by Keycloak/ : /実行者：Keycloak/)
    }
  })

  it('have a language, a title, one main heading, and are not for search engines', async () => {
    for (const view of views) {
      const html = await render(view)
      expect(html).to.match(/^<!doctype html><html lang="(en|ja)">/)
      expect(html).to.match(/<title>[^<]+ – Acme Portal<\/title>/)
      expect(html.match(/<h1/g), view.page).to.have.length(1)
      expect(html).to.contain('<meta name="robots" content="noindex"')
    }
  })

  it('send the CSRF token with every form, and change nothing by GET', async () => {
    for (const view of views) {
      const html = await render(view)
      const forms = html.match(/<form.*?<\/form>/g) ?? []
      for (const form of forms) {
        // What only searches changes nothing.
        if (/^<form class="search( tall)?" method="get" action="\/two-factor\/admin/.test(form)) continue
        expect(form).to.match(/^<form method="post" action="\/two-factor\//)
        expect(form).to.contain('<input type="hidden" name="_csrf" value="token-of-this-session"/>')
      }
    }
  })

  it('write names with markup as text', async () => {
    const evil = '"><img src=x onerror=alert(1)>&\'<script>'
    for (const view of everyView({ ...frame('en'), application: evil, person: evil })) {
      const html = await render(view)
      expect(html, view.page).not.to.contain('<img')
      expect(html, view.page).not.to.contain('<script>')
    }
  })

  it('say what was wrong beside the field, at once, and linked to it', async () => {
    for (const view of views) {
      if (!('problem' in view) || view.problem === null) continue
      const html = await render(view)
      expect(html).to.match(/id="problem" role="alert"/)
      expect(html).to.match(/<input id="(code|number)"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*problem"/)
      expect(html).to.contain(`<title>${textsFor(view.locale).signIn.errorTitle({ title: '' })}`)
    }
  })

  it('have words of their own for each way a code is refused', async () => {
    const said = await Promise.all(
      PROBLEMS.map(async (problem) => {
        const html = await render({ ...frame('en'), page: 'challenge', method: 'totp', digits: 6, ...NOTHING, problem })
        return /role="alert">.*?<p>([^<]*)<\/p>/.exec(html)?.[1]
      }),
    )
    expect(new Set(said).size).to.equal(PROBLEMS.length)
    expect(said).not.to.include(undefined)
  })

  it('take a code with spaces and full-width digits: no pattern, no maximum length', async () => {
    const html = await render({
      ...frame('en'),
      page: 'challenge',
      method: 'totp',
      digits: 6,
      ...NOTHING,
      problem: null,
    })
    const field = /<input id="code"[^>]*>/.exec(html)?.[0]
    expect(field).to.contain('inputmode="numeric"').and.contain('autocomplete="one-time-code"').and.contain('autofocus')
    expect(field).not.to.match(/pattern|maxlength/)
  })

  it('start the download right after set-up without a script, and only then', async () => {
    const refresh = '<meta http-equiv="refresh" content="0; url=/two-factor/backup-codes/download"'
    for (const view of views) {
      const expected = view.page === 'backup-codes' && view.justEnabled
      expect((await render(view)).includes(refresh), view.page).to.equal(expected)
    }
  })

  it('show no backup code, and no way to keep one, once they may not be read any more', async () => {
    const view = views.find((each) => each.page === 'backup-codes' && !each.justEnabled)
    const html = await render(view as View)
    expect(html).not.to.match(/mfrg|download|data-copy/)
    expect(html).to.contain('/two-factor/backup-codes/regenerate')
  })

  it('draw the QR code black on white whatever the colours of the page, with its quiet zone', async () => {
    const html = await render(views.find(({ page }) => page === 'set-up-totp') as View)
    expect(html).to.match(/<svg class="qr"[^>]*role="img" aria-label="QR code for Acme Portal \(fred\)"/)
    expect(html).to.match(/<rect width="(\d+)" height="\1" fill="#fff"/)
    expect(html).to.match(/<path d="M4 4\.5h7[^"]*" stroke="#000"/)
  })

  it('explain an error code that has no words of its own', async () => {
    const html = await render({ ...frame('en'), page: 'error', status: 500, code: 'constructor', detail: null })
    expect(html).to.contain('Something went wrong')
  })

  it('weigh less than 30 KB for a code, script and style sheet included', async () => {
    const html = await render({
      ...frame('ja'),
      page: 'challenge',
      method: 'totp',
      digits: 6,
      ...NOTHING,
      problem: null,
    })
    expect(Buffer.byteLength(html + stylesheet + comfortScript)).to.be.below(30_000)
    expect(Buffer.byteLength(comfortScript)).to.be.below(3_072)
  })

  it('have a script that parses', () => {
    expect(() => new Function(comfortScript)).not.to.throw()
  })
})
