import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { mobileAddresses, realmNames } from '../../dev/realm.js'
import { testRealm } from '../../dev/test-portal.js'
import { newPerson, type Person } from './people.js'
import { type Enrolled, startPortal, type TestPortal } from './portal.js'
import type { Visitor } from './visitor.js'

const keycloak = requirePart('keycloak')
const parts = [requirePart('mailbox')]

if (keycloak !== undefined && parts.every((part) => part !== undefined)) {
  describe('a mobile app, with access tokens of a real Keycloak', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let person: Enrolled
    // A portal for each, since its clock must not be ahead: tokens are signed in at on Keycloak's real time.
    beforeEach(async () => {
      portal = await startPortal(1)
      person = await portal.enrolled()
      // Tokens say whole seconds, and whoever signed in before the set-up is not asked.
      await sleep(1_000)
    })
    afterEach(() => portal.close())

    const realm = `${keycloak}/realms/${realmNames.realm}/protocol/openid-connect`

    /** Signs in in the telephone's browser, as RFC 8252 says, and returns the tokens. */
    async function signIn(phone: Visitor, who: Person): Promise<{ access: string; id: string }> {
      const verifier = randomBytes(32).toString('base64url')
      const query = new URLSearchParams({
        ...{ client_id: realmNames.mobileClient, response_type: 'code', scope: 'openid' },
        ...{ redirect_uri: mobileAddresses.callback, code_challenge_method: 'S256' },
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      })
      const { url } = await phone.signIn(who, `${realm}/auth?${query}`)
      expect(url).to.match(/^com\.example\.portal:\/callback/)
      const body = new URLSearchParams({
        ...{ grant_type: 'authorization_code', client_id: realmNames.mobileClient },
        ...{ code: new URL(url).searchParams.get('code') ?? '', code_verifier: verifier },
        redirect_uri: mobileAddresses.callback,
      })
      const tokens = await (await fetch(`${realm}/token`, { method: 'POST', body })).json()
      return { access: tokens.access_token, id: tokens.id_token }
    }
    async function api(token: string, path = '/api/orders', init: RequestInit = {}) {
      const answer = await fetch(portal.url + path, { ...init, headers: { authorization: `Bearer ${token}` } })
      const type = answer.headers.get('content-type') ?? ''
      return {
        status: answer.status,
        asks: answer.headers.get('www-authenticate') ?? '',
        body: type.includes('json') ? await answer.json() : {},
      }
    }
    /** A token that the nightly export gets for itself: its client is exempt. */
    async function exportToken(): Promise<string> {
      const body = new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: realmNames.exportsClient },
        client_secret: testRealm.exportsSecret,
      })
      return (await (await fetch(`${realm}/token`, { method: 'POST', body })).json()).access_token
    }
    const pay = (token: string) => api(token, '/api/payments', { method: 'POST' })

    /** Opens the address of a refusal in the telephone's browser and gives the code; ends where that leads. */
    async function giveCode(phone: Visitor, location: string) {
      const page = await phone.get(`${location}&return=app`)
      expect(page.url).to.match(/\/two-factor\/challenge/)
      const landed = await phone.post('/two-factor/challenge', { code: await person.code() })
      return /http-equiv="refresh" content="0;\s*url=([^"]+)"/i.exec(landed.body)?.[1] ?? landed.body
    }

    it('is asked for a code as RFC 9470 says, gives it in the browser, and goes on with the same token', async () => {
      const phone = portal.visit()
      const { access } = await signIn(phone, person.person)
      const refused = await api(access)
      expect(refused.status).to.equal(401)
      expect(refused.asks).to.match(/^Bearer error="insufficient_user_authentication"/)
      expect(refused.body).to.include({ code: 'ERR_2FA_SIGN_IN_REQUIRED', needs: 'code' })
      const landed = await giveCode(phone, refused.body.location)
      expect(landed).to.equal(mobileAddresses.back)
      const answer = await api(access)
      expect([answer.status, answer.body.of]).to.deep.equal([200, person.person.id])
    })

    it('is asked again where a code of the last five minutes is wanted', async () => {
      const phone = portal.visit()
      const { access } = await signIn(phone, person.person)
      await giveCode(phone, (await api(access)).body.location)
      expect((await pay(access)).status).to.equal(201)
      portal.clock.advance(5 * 60_000 + 1_000)
      expect((await api(access)).status).to.equal(200)
      const late = await pay(access)
      expect(late.status).to.equal(401)
      expect(late.asks).to.match(/max_age="300"/)
      expect(await giveCode(phone, late.body.location)).to.equal(mobileAddresses.back)
      expect((await pay(access)).status).to.equal(201)
    })

    it('is not asked where nothing is set up, but led to the set-up where a route requires it', async () => {
      const somebody = await newPerson()
      const { access } = await signIn(portal.visit(), somebody)
      expect((await api(access)).status).to.equal(200)
      expect((await pay(access)).body).to.include({ needs: 'set-up' })
    })

    it('is asked, unlike the nightly export, whose client is exempt; that can do nothing that needs a code', async () => {
      const { access } = await signIn(portal.visit(), person.person)
      expect((await api(access)).status).to.equal(401)
      const token = await exportToken()
      const exported = await api(token)
      expect([exported.status, exported.body.of]).to.deep.equal([200, null])
      const refused = await pay(token)
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
      expect((await api(token, '/of/acme')).status, 'what is for members').to.equal(403)
      // The export's token beside a session of somebody who has not given a code opens nothing of theirs.
      const halfway = await person.atCodePage()
      const both = { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } }
      expect((await halfway.get('/api/orders', both)).status).to.equal(403)
    })

    it('gets nothing for another session’s code, nor for a session of the portal', async () => {
      expect((await person.browser.get('/payroll')).status).to.equal(200)
      const { access } = await signIn(portal.visit(), person.person)
      expect((await api(access)).status).to.equal(401)
      const both = await person.browser.get('/api/orders', {
        headers: { authorization: `Bearer ${access}`, accept: 'application/json' },
      })
      expect(both.status, 'signed in twice').to.equal(403)
    })

    it('is refused with a token that is changed, of another kind or elsewhere than in the header', async () => {
      const { access, id } = await signIn(portal.visit(), person.person)
      const [header = '', claims = '', signature = ''] = access.split('.')
      const forge = (changes: object) =>
        Buffer.from(
          JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), ...changes }),
        ).toString('base64url')
      const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
      for (const token of [
        '',
        'x',
        id,
        `${header}.${forge({ acr: '2', amr: ['otp'] })}.${signature}`,
        `${none}.${claims}.`,
        `${header}.${claims}.${signature.slice(0, -4)}AAAA`,
      ]) {
        const { status, asks } = await api(token)
        expect([status, asks], token.slice(0, 20)).to.deep.equal([401, 'Bearer error="invalid_token"'])
      }
      const inQuery = await fetch(`${portal.url}/api/orders?access_token=${access}`)
      expect(inQuery.status).to.equal(400)
      const dpop = await fetch(`${portal.url}/api/orders`, { headers: { authorization: `DPoP ${access}` } })
      expect(dpop.status).to.equal(400)
    })

    it('is returned to the address of that name alone', async () => {
      const phone = portal.visit()
      await signIn(phone, person.person)
      await phone.get('/login')
      for (const name of ['evil', 'com.evil:/x', 'https://evil.example', '__proto__', '']) {
        const page = await phone.get(`/two-factor/challenge?max_age=300&return=${encodeURIComponent(name)}`)
        expect(page.url, name).to.match(/^http:\/\/localhost/)
        expect(page.status, name).to.equal(400)
      }
    })

    it('is asked again within 5 s after it was turned off and set up anew', async () => {
      const phone = portal.visit()
      const { access } = await signIn(phone, person.person)
      await giveCode(phone, (await api(access)).body.location)
      expect((await api(access)).status).to.equal(200)
      await person.browser.get('/two-factor/turn-off')
      await person.browser.post('/two-factor/turn-off')
      person = await portal.enrolled(person.person)
      await sleep(5_500)
      expect((await pay(access)).status).to.equal(401)
    })
  })
}
