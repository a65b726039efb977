import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { newDatabase } from './databases.js'
import { type FaultyConnection, faultyConnection } from './faulty-connection.js'
import { outcomeOf, postCode } from './outcomes.js'
import { newPerson } from './people.js'
import { openSetUp, startPortal, type TestPortal } from './portal.js'

const [keycloak, mailbox, mariadb] = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]

if (keycloak !== undefined && mailbox !== undefined && mariadb !== undefined) {
  describe('with a part out of reach', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let database: FaultyConnection
    let directory: FaultyConnection
    let smtp: FaultyConnection
    before(async () => {
      const url = new URL(await newDatabase('attacks_outages'))
      database = await faultyConnection(Number(url.port))
      url.port = String(database.port)
      directory = await faultyConnection(Number(new URL(keycloak).port))
      smtp = await faultyConnection(Number(process.env.TEST_SMTP?.split(':')[1]))
      portal = await startPortal(0, {
        databaseUrl: url.href,
        directoryUrl: `http://127.0.0.1:${directory.port}`,
        smtpPort: smtp.port,
      })
    })
    after(async () => {
      await portal.close()
      await Promise.all([database.close(), directory.close(), smtp.close()])
    })
    afterEach(() => {
      database.mend()
      directory.mend()
      smtp.mend()
    })

    it('refuses with 503 while the database is down, lets nobody through, and loses nothing', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      const code = await person.code()
      database.cut()
      const refused = await postCode(page, code)
      expect(refused.status).to.equal(503)
      expect(refused.headers.get('content-type')).to.match(/^application\/problem\+json/)
      expect(JSON.parse(refused.body)).to.deep.include({ code: 'ERR_2FA_STORE', status: 503 })
      const asPage = await page.get('/orders')
      expect(asPage.status).to.equal(503)
      expect(asPage.body).not.to.match(/ {4}at |ECONN|node_modules|127\.0\.0\.1/)
      await sleep(5_100)
      expect((await person.browser.get('/orders')).status, 'a verified session whose epoch cannot be read').to.equal(
        503,
      )
      database.mend()
      expect(await outcomeOf(page, code)).to.equal('accepted')
      expect((await person.browser.get('/orders')).status).to.equal(200)
    })

    it('goes on for whoever is verified while Keycloak cannot be asked, and says so where it is needed', async () => {
      const person = await portal.enrolled()
      const somebody = await newPerson()
      const browser = portal.visit()
      await browser.signIn(somebody)
      await openSetUp(browser, somebody)
      const third = await newPerson()
      const late = portal.visit()
      await late.signIn(third)
      directory.cut()
      expect((await person.browser.get('/orders')).status).to.equal(200)
      expect(await outcomeOf(await person.atCodePage(), await person.code())).to.equal('accepted')
      expect((await person.browser.get('/two-factor/')).status, 'settings without the name').to.equal(200)
      const set = await openSetUp(late, third).catch((error: Error) => error.message)
      expect(set).to.include('ERR_2FA_DIRECTORY').and.to.include('(502)')
      directory.mend()
      expect((await late.get('/two-factor/set-up/totp')).status).to.equal(200)
    })

    it('keeps the mails while the mail server is down, and sends them afterwards', async () => {
      smtp.cut()
      const person = await portal.enrolled()
      await sleep(500)
      expect(await mailReader(mailbox).mails(person.person.email)).to.be.empty
      smtp.mend()
      portal.clock.advance(60_000)
      await mailReader(mailbox).waitForMail({ to: person.person.email, subject: /enabled/ })
    })
  })
}
