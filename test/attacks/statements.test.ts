import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { contract } from '../../examples/portal/pages/certificate-page.js'
import {
  isTwoFactorError,
  type TwoFactorErrorCode,
  type VerifyStatementOptions,
  verifyStatement,
} from '../../src/index.js'
import { outcomeOf } from './outcomes.js'
import { newPerson } from './people.js'
import { reenter, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]

if (parts.every((part) => part !== undefined)) {
  describe('statements on certificates', function () {
    this.timeout(120_000)
    let portal: TestPortal
    before(async () => {
      portal = await startPortal(2)
    })
    after(() => portal.close())

    /** What a browser's certificate says: the authentication method as text, and the JWS. */
    async function certificate(browser: Visitor): Promise<{ method: string; jws: string }> {
      const page = await browser.get('/certificate')
      expect([page.status, page.url]).to.deep.equal([200, `${portal.url}/certificate`])
      const [, method = ''] = /<dd id="method">([^<]*)</.exec(page.body) ?? []
      const [, jws = ''] = /<pre id="jws">([^<]*)</.exec(page.body) ?? []
      return { method, jws }
    }
    const verify = (jws: string, changes: Partial<VerifyStatementOptions> = {}) =>
      verifyStatement(jws, {
        url: `${portal.url}/two-factor`,
        audience: portal.url,
        documentHash: contract.hash,
        ...changes,
      })
    async function refused(jws: string, changes: Partial<VerifyStatementOptions> = {}): Promise<TwoFactorErrorCode> {
      try {
        await verify(jws, changes)
      } catch (error) {
        if (isTwoFactorError(error)) return error.code
        throw error
      }
      return expect.fail('it was accepted')
    }

    it('states a password alone, verified with nothing but the portal’s address', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      const { method, jws } = await certificate(browser)
      expect(method).to.equal('Password alone')
      const statement = await verify(jws)
      expect(statement).to.deep.include({ sub: person.id, method: 'password', amr: ['pwd'], document: contract.hash })
      expect(statement.realm).to.match(/^http:\/\/.*\/realms\//)
      expect(Date.now() / 1000 - statement.auth_time).to.be.within(-5, 60)
    })

    it('states two-factor authentication for a code, in the person’s language', async () => {
      const hanako = await portal.enrolled(await newPerson({ locale: 'ja' }))
      const page = await hanako.atCodePage()
      expect(await outcomeOf(page, await hanako.code())).to.equal('accepted')
      const { method, jws } = await certificate(page)
      expect(method).to.equal('二要素認証（パスワードと認証アプリのコード）')
      expect(await verify(jws)).to.deep.include({ sub: hanako.person.id, method: 'totp', amr: ['pwd', 'otp', 'mfa'] })
    })

    it('states a backup code as one', async () => {
      const person = await portal.enrolled()
      const shown = await reenter(person.browser, person.person, '/two-factor/backup-codes')
      const [code = ''] = /([a-z2-7]{4}-){3}[a-z2-7]{4}/i.exec(shown.body) ?? []
      const page = await person.atCodePage()
      await page.get('/two-factor/challenge/backup')
      expect(await outcomeOf(page, code, '/two-factor/challenge/backup')).to.equal('accepted')
      expect(await verify((await certificate(page)).jws)).to.deep.include({ method: 'backup-code' })
    })

    it('gives none to anonymous people, nor to whoever has done the first step alone', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      expect((await page.get('/certificate')).url).to.match(/\/two-factor\/challenge$/)
      expect((await portal.visit().get('/certificate', { follow: false })).headers.get('location')).to.equal('/login')
    })

    it('is refused when it was changed, and for another audience, document or application', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      const { jws } = await certificate(browser)
      const [header = '', claims = '', signature = ''] = jws.split('.')
      const better = JSON.parse(Buffer.from(claims, 'base64url').toString())
      better.amr = ['pwd', 'otp', 'mfa']
      const forged = Buffer.from(JSON.stringify(better)).toString('base64url')
      expect(await refused(`${header}.${forged}.${signature}`)).to.equal('ERR_2FA_FORBIDDEN')
      const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'two-factor-statement+jwt' })).toString('base64url')
      expect(await refused(`${none}.${forged}.`)).to.equal('ERR_2FA_FORBIDDEN')
      expect(await refused(jws, { audience: 'https://other.example' })).to.equal('ERR_2FA_FORBIDDEN')
      expect(await refused(jws, { documentHash: `sha-256:${'0'.repeat(64)}` })).to.equal('ERR_2FA_FORBIDDEN')
      const jwks = await portal.visit().get('/two-factor/jwks')
      const elsewhere = { jwks: JSON.parse(jwks.body), url: 'https://other.example/two-factor' }
      expect(await refused(jws, elsewhere)).to.equal('ERR_2FA_FORBIDDEN')
    })

    it('is no ID token, and an ID token is no statement', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      const { jws } = await certificate(browser)
      const [, claims = '', signature = ''] = jws.split('.')
      const idToken = Buffer.from(JSON.stringify({ alg: 'ES256', kid: '1', typ: 'JWT' })).toString('base64url')
      expect(await refused(`${idToken}.${claims}.${signature}`)).to.equal('ERR_2FA_MALFORMED')
    })

    it('shows no private part of a key, to anybody', async () => {
      const { status, headers, body } = await portal.visit().get('/two-factor/jwks')
      expect(status).to.equal(200)
      expect(headers.get('cache-control')).to.match(/^public, max-age=\d+$/)
      for (const key of JSON.parse(body).keys) {
        expect(Object.keys(key)).to.have.members(['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use'])
      }
    })
  })
}
