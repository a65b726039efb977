import { expect } from 'chai'
import { sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser } from './browser.js'
import { type Portal, startPortal } from './portal.js'

describe('pageHeaders', () => {
  let portal: Portal
  let fred: Browser

  before(async () => {
    portal = await startPortal()
    fred = browser(portal.url)
    await fred.signIn(sampleLogin({ signedInAt: Date.now() }))
  })
  after(() => portal.close())

  for (const path of ['', 'challenge', 'set-up', 'continue', 'nothing']) {
    it(`keep /two-factor/${path} out of caches, frames and other sites`, async () => {
      const { headers } = await fred.get(`/two-factor/${path}`)
      expect(headers.get('cache-control')).to.equal('no-store')
      expect(headers.get('x-content-type-options')).to.equal('nosniff')
      expect(headers.get('referrer-policy')).to.equal('same-origin')
      expect(headers.get('x-powered-by')).to.equal(null)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).to.contain("default-src 'none'").and.to.contain("frame-ancestors 'none'")
      expect(policy).to.contain("form-action 'self'").and.to.contain("base-uri 'none'")
      expect(policy).not.to.match(/unsafe|\*|https?:\/\/(?!id\.example)/)
    })
  }

  it('let style and script be kept, for everybody', async () => {
    for (const [path, type] of [
      ['style.css', 'text/css'],
      ['comfort.js', 'text/javascript'],
    ] as const) {
      const { status, headers } = await browser(portal.url).get(`/two-factor/assets/${path}`)
      expect(status).to.equal(200)
      expect(headers.get('content-type')).to.contain(type)
      expect(headers.get('cache-control')).to.contain('max-age=3600')
      expect(headers.get('set-cookie')).to.equal(null)
    }
  })

  it('ask for https only where the application has it', async () => {
    expect((await fred.get('/two-factor/')).headers.get('strict-transport-security')).to.equal(null)
    const https = await startPortal({ options: { url: 'https://portal.acme.example/two-factor' } })
    const { headers } = await browser(https.url).get('/two-factor/assets/style.css')
    await https.close()
    expect(headers.get('strict-transport-security')).to.match(/max-age=\d+/)
    // The host's other names are no business of a page of ours.
    expect(headers.get('strict-transport-security')).not.to.match(/includeSubDomains/i)
  })

  it('hold nothing that a request’s Host or X-Forwarded-Host says', async () => {
    const page = await fred.get('/members', { 'x-forwarded-host': 'evil.example', accept: 'application/json' })
    expect(page.json.location).to.equal(`${portal.url}/two-factor/set-up`)
  })
})
