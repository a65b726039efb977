import { expect } from 'chai'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { FIREFOX, laterBrowser } from './devices.js'
import { jsonClient } from './json-client.js'
import { newPerson } from './people.js'
import { startPortal, type TestPortal } from './portal.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]
const STEP_MS = 30_000

if (parts.every((part) => part !== undefined)) {
  describe('a client that speaks JSON alone', function () {
    this.timeout(120_000)
    let portal: TestPortal
    before(async () => {
      portal = await startPortal(2)
    })
    after(() => portal.close())

    /** Where an answer leads, below the mount. */
    const leads = ({ body }: { body: Record<string, unknown> }) =>
      String(body.location).replace(`${portal.url}/two-factor`, '')

    it('sets up, keeps the codes, signs in, regenerates and turns off, as the OpenAPI document says', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      const client = await jsonClient(browser, person)
      expect((await client.get('/')).body.status).to.include({ active: false, offered: true, invitation: true })

      // Set-up, with a password entry at Keycloak.
      const methods = await client.getFresh('/set-up')
      expect(methods.body).to.deep.include({ page: 'set-up', methods: ['totp', 'email'], replaces: false })
      expect((await client.post('/set-up', { method: 'pigeon' })).status).to.equal(400)
      expect(leads(await client.post('/set-up', { method: 'totp' }))).to.equal('/set-up/totp')
      const { key, address } = (await client.get('/set-up/totp')).body
      const secret = String(key).replaceAll(' ', '')
      expect(address).to.contain(`secret=${secret}`)
      expect((await client.get('/set-up/totp?step=confirm')).body).to.include({ digits: 6, problem: null })
      let spent = 0
      const code = async () => {
        if (Math.floor(portal.clock.now() / STEP_MS) <= spent) portal.clock.advance(STEP_MS)
        spent = Math.floor(portal.clock.now() / STEP_MS)
        return authenticatorCode(secret, portal.clock.now())
      }
      expect((await client.post('/set-up/totp', { code: 'abc' })).status).to.equal(400)
      expect((await client.post('/set-up/totp', { code: '000000' })).body).to.deep.include({ outcome: 'wrong' })
      expect(leads(await client.post('/set-up/totp', { code: await code() }))).to.equal('/backup-codes')

      // Backup codes.
      const { codes, createdAt, justEnabled } = (await client.get('/backup-codes')).body
      expect(justEnabled).to.equal(true)
      const [backupCode] = codes as { code: string }[]
      expect((await client.post('/backup-codes/saved', { created: 'soon' })).status).to.equal(400)
      await client.post('/backup-codes/saved', { created: createdAt })
      expect((await client.get('/')).body.status).to.include({
        active: true,
        saveBackupCodes: false,
        backupCodesLeft: 10,
      })

      // The next sign-in asks for the code.
      const second = portal.visit()
      await second.signIn(person)
      const spa = await jsonClient(second, person)
      expect((await spa.get('/')).body).to.include({ needs: 'code', location: `${portal.url}/two-factor/challenge` })
      expect((await spa.get('/challenge')).body).to.include({ page: 'challenge', method: 'totp', sent: null })
      const wrong = await spa.post('/challenge', { code: '000000' })
      expect([wrong.status, wrong.body]).to.deep.equal([422, { outcome: 'wrong', triesLeft: 4, lockedUntil: null }])
      expect((await spa.post('/challenge', { code: [await code()] })).status).to.equal(400)
      const right = await code()
      expect((await spa.post('/challenge', { code: right })).body.location).to.equal(`${portal.url}/`)
      expect(leads(await spa.get('/challenge')), 'nothing more to ask').not.to.equal('')

      // And with a backup code elsewhere; the app's code there was used before.
      const third = portal.visit()
      await third.signIn(person)
      const other = await jsonClient(third, person)
      await other.get('/challenge')
      expect((await other.post('/challenge', { code: right })).body.outcome).to.equal('replayed')
      await other.get('/challenge/backup')
      expect((await other.post('/challenge/backup', { code: backupCode?.code })).status).to.equal(200)
      expect((await other.get('/')).body.status).to.include({ backupCodesLeft: 9 })

      // New codes, and turning off: fresh by code and by password.
      portal.clock.advance(60_000) // codes so new are not made anew
      expect((await spa.getFresh('/backup-codes/regenerate')).body.page).to.equal('backup-codes-regenerate')
      expect(leads(await spa.post('/backup-codes/regenerate'))).to.equal('/backup-codes')
      const renewed = (await spa.get('/backup-codes')).body.codes as { code: string }[]
      expect(renewed.map((one) => one.code)).not.to.include(backupCode?.code)
      portal.clock.advance(6 * 60_000)
      expect((await spa.get('/turn-off')).body.needs).to.equal('code')
      await spa.get('/challenge')
      await spa.post('/challenge', { code: await code() })
      expect((await spa.getFresh('/turn-off')).body.page).to.equal('turn-off')
      expect(leads(await spa.post('/turn-off'))).to.equal('')
      const { done, status } = (await spa.get('/')).body
      expect(done).to.equal('turned-off')
      expect(status).to.include({ active: false, offered: true })
    })

    it('is told when to try again, and how to give up', async () => {
      const { person, atCodePage } = await portal.enrolled()
      const client = await jsonClient(await atCodePage(), person)
      await client.get('/challenge')
      for (let tries = 0; tries < 5; tries++) await client.post('/challenge', { code: '000000' })
      const locked = await client.post('/challenge', { code: '000000' })
      expect([locked.status, locked.body.outcome]).to.deep.equal([429, 'locked'])
      expect(Number(locked.headers.get('retry-after'))).to.be.within(1, 60)
      expect((await client.get('/challenge')).body.problem).to.deep.include({ kind: 'locked' })
      const cancelled = await client.post('/challenge/cancel')
      expect(cancelled.body).to.deep.equal({ location: `${portal.url}/logout`, method: 'POST' })
    })

    it('trusts a browser, lists it, names it and revokes it', async () => {
      const { person, browser, code } = await portal.enrolled()
      const first = portal.visit()
      first.agent = FIREFOX
      await first.signIn(person)
      const client = await jsonClient(first, person)
      expect((await client.get('/challenge')).body.trust).to.deep.equal({ days: 90, chosen: false })
      expect((await client.post('/challenge', { code: await code(), trust: true })).status).to.equal(200)
      const next = laterBrowser(first)
      await next.signIn(person)
      const unasked = await jsonClient(next, person)
      expect((await unasked.get('/')).body.status).to.deep.include({ trustedDevices: { days: 90, count: 1 } })
      const { devices, done } = (await unasked.get('/devices')).body as {
        devices: { id: string; name: string | null }[]
        done: unknown
      }
      expect(done).to.equal(null)
      expect(devices).to.have.lengthOf(1)
      expect(devices[0]).to.deep.include({ name: null, browser: 'Firefox', system: 'Linux', isThis: true })
      const id = devices[0]?.id
      expect((await unasked.post(`/devices/${id}/rename`, {})).status).to.equal(400)
      expect((await unasked.post(`/devices/${id}/rename`, { name: 'x'.repeat(65) })).status).to.equal(400)
      expect(leads(await unasked.post(`/devices/${id}/rename`, { name: 'The laptop' }))).to.equal('/devices')
      const named = (await unasked.get('/devices')).body
      expect(named.done).to.equal('renamed')
      expect((named.devices as object[])[0]).to.deep.include({ id, name: 'The laptop' })

      const elsewhere = await jsonClient(browser, person)
      await elsewhere.get('/devices')
      expect((await elsewhere.post(`/devices/${fixedId('person', 'nobody')}/revoke`)).status).to.equal(404)
      expect(leads(await elsewhere.post(`/devices/${id}/revoke`))).to.equal('/devices')
      expect((await elsewhere.post(`/devices/${id}/revoke`)).status, 'a second time').to.equal(404)
      expect((await elsewhere.get('/devices')).body).to.deep.include({ devices: [], done: 'revoked' })
      expect(leads(await elsewhere.post('/devices/revoke-all'))).to.equal('/devices')
      const asked = laterBrowser(next)
      await asked.signIn(person)
      expect((await (await jsonClient(asked, person)).get('/')).body.needs).to.equal('code')
    })

    it('gets a code mailed, and another one', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      const client = await jsonClient(browser, person)
      await client.getFresh('/set-up')
      expect(leads(await client.post('/set-up', { method: 'email' }))).to.equal('/set-up/email')
      const shown = (await client.get('/set-up/email')).body
      expect(shown.sent).to.have.all.keys('channel', 'to', 'resendAt')
      expect(JSON.stringify(shown), 'masked').not.to.contain(person.email)
      portal.clock.advance(61_000)
      expect(leads(await client.post('/set-up/email', { resend: 'yes' }))).to.equal('/set-up/email')
      expect((await client.post('/set-up/email', { code: '000000' })).body.outcome).to.equal('wrong')
    })

    it('is refused without the token, and told nothing about others', async () => {
      const person = await newPerson()
      const browser = portal.visit()
      await browser.signIn(person)
      const client = await jsonClient(browser, person)
      expect((await client.post('/challenge', { code: '000000' })).status, 'no view was got yet').to.equal(403)
      const anonymous = await jsonClient(portal.visit(), person)
      for (const path of ['/', '/challenge', '/set-up', '/set-up/totp', '/backup-codes', '/turn-off']) {
        const { status, body } = await anonymous.get(path)
        expect([status, body.needs]).to.deep.equal([401, 'sign-in'])
      }
    })
  })
}
