import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { authenticatorCode } from '../../dev/authenticator-code.js'
import { exportRealm, startKeycloak } from '../../dev/keycloak.js'
import { mailReader } from '../../dev/mailbox.js'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { realmNames } from '../../dev/realm.js'
import { firstTestPort, testPortalConfig } from '../../dev/test-portal.js'
import { openStore } from '../../examples/portal/store.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { smtpMailer } from '../../src/mail/index.js'
import { commandLine } from '../cli/command-line.js'
import { newDatabase } from './databases.js'
import { administrator, type Person } from './people.js'
import { type PortalParts, reenter, startPortal, type TestPortal } from './portal.js'
import { type Answer, type Visitor, visitor } from './visitor.js'

const parts = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]

const OLD = { id: '1', key: Buffer.alloc(32, 'two-factor').toString('base64') }
const NEW = { id: '2', key: Buffer.alloc(32, 'new key').toString('base64') }

if (parts.every((part) => part !== undefined)) {
  describe('the operation of the running example', function () {
    this.timeout(240_000)
    let folder: string
    let databaseUrl: string
    let portal: TestPortal
    const portals: TestPortal[] = []

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'two-factor-operations-'))
      databaseUrl = await newDatabase('attacks_operations')
      portal = await open(0, [OLD])
      writeFileSync(join(folder, 'package.json'), '{}')
    })
    after(async () => {
      for (const one of portals) await one.close()
      rmSync(folder, { recursive: true })
    })

    async function open(place: number, secretKeys: PortalParts['secretKeys'] & object): Promise<TestPortal> {
      const opened = await startPortal(place, { databaseUrl, secretKeys })
      portals.push(opened)
      return opened
    }

    /** The command line of whoever runs the portal. */
    async function run(keys: readonly (typeof OLD)[], ...argv: string[]) {
      const { keycloak, ...config } = testPortalConfig({ port: 1, dataDir: folder, databaseUrl })
      const options = async () => ({
        name: config.name,
        url: `${portal.url}/two-factor`,
        secretKeys: keys,
        store: await openStore({ keycloak, ...config }),
        mailer: smtpMailer({ ...config.smtp, from: 'no-reply@portal.example' }),
        signIn: '/login',
        clientIds: [keycloak.clientId],
        directory: keycloakDirectory({
          ...keycloak,
          clientId: keycloak.runtimeClientId,
          clientSecret: keycloak.runtimeClientSecret,
        }),
      })
      const file = join(folder, `config-${Math.random()}.cjs`)
      Reflect.set(globalThis, Symbol.for(file), options)
      writeFileSync(file, `module.exports = globalThis[Symbol.for(${JSON.stringify(file)})]()`)
      const { exitCode, out, err } = await commandLine(folder, [...argv, '--config', file, '--json'])
      return { exitCode, answer: out === '' ? err : JSON.parse(out) }
    }

    it('is found well by doctor, from outside, and its test mail arrives', async () => {
      const address = 'administrator@doctor.example'
      const { exitCode, answer } = await run([OLD], 'doctor', '--send-mail-to', address)
      const found = answer.examinations.flatMap(({ findings }: { findings: { what: string }[] }) => findings)
      expect([exitCode, found.map(({ what }: { what: string }) => what)]).to.deep.equal([0, []])
      await mailReader(process.env.TEST_MAILBOX_URL ?? '').waitForMail({ to: address, subject: /test/i })
    })

    it('exchanges the keys while people are signed in: they stay, sign in again, and see their backup codes', async () => {
      const fred = await portal.enrolled()
      const codes = (await fred.browser.get('/two-factor/backup-codes')).body.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g)
      expect(codes).to.have.length(10)
      const promoted = await open(1, [NEW, OLD])
      const signedIn = promoted.visit()
      const page = await signedIn.signIn(fred.person)
      expect(page.url).to.match(/\/challenge$/)
      promoted.clock.advance(60_000)
      const code = await authenticatorCode(fred.secret, promoted.clock.now())
      await signedIn.post('/two-factor/challenge', { code })

      const rotated = await run([NEW, OLD], 'keys', 'rotate')
      expect(rotated.exitCode).to.equal(0)
      expect(rotated.answer.keys.map((key: { id: string; sealed: number }) => [key.id, key.sealed > 0])).to.deep.equal([
        ['2', true],
        ['1', false],
      ])
      expect((await run([NEW, OLD], 'keys', 'rotate', '--remove', '1')).exitCode).to.equal(0)
      expect((await signedIn.get('/orders')).status).to.equal(200)

      const after = await open(2, [NEW])
      const other = after.visit()
      await other.signIn(fred.person)
      after.clock.advance(120_000)
      const next = await authenticatorCode(fred.secret, after.clock.now())
      const done = await other.post('/two-factor/challenge', { code: next })
      expect([done.status, done.url]).to.deep.equal([200, `${after.url}/`])
      const shown = (await reenter(other, fred.person, '/two-factor/backup-codes')).body.match(
        /[a-z2-7]{4}(-[a-z2-7]{4}){3}/g,
      )
      expect(shown).to.deep.equal(codes)
      const third = after.visit()
      await third.signIn(fred.person)
      const used = await third.post('/two-factor/challenge/backup', { code: codes?.[0] ?? '' })
      expect(used.url).to.equal(`${after.url}/`)
    })

    describe('with people who have set up an authenticator app in Keycloak itself', () => {
      const paula = personNamed('paula')
      const otto = personNamed('otto')
      const hedi = personNamed('hedi')
      let secret: string
      let file: string

      before(async () => {
        const dataDir = join(folder, 'keycloak')
        file = join(folder, 'portal-realm.json')
        const keycloak = await startKeycloak({
          port: firstTestPort + 83,
          managementPort: firstTestPort + 93,
          dataDir,
          realms: [keycloakWithOtp()],
          persistent: true,
          log: () => undefined,
        })
        secret = await enrolInKeycloak(keycloak.url, paula)
        await keycloak.stop()
        await exportRealm({ dataDir, realm: realmNames.realm, file })
        const admin = await administrator()
        // The Keycloak of the tests has the same people, under the same ids, with their passwords alone.
        await admin.realms.partialImport({
          realm: realmNames.realm,
          rep: { ifResourceExists: 'OVERWRITE', users: [paula, otto, hedi].map((person) => user(person)) },
        })
      })

      it('takes their phones over: the old entry signs them in, and nobody sets up twice', async () => {
        const plan = await run([NEW], 'import', 'keycloak-otp', file, '--plan')
        expect([plan.exitCode, plan.answer.imported]).to.deep.equal([3, 2])
        const done = await run([NEW], 'import', 'keycloak-otp', file, '--yes')
        expect(done.answer).to.deep.include({ done: true, imported: 2, enrolled: 0 })
        expect(done.answer.left).to.deep.equal([{ userId: hedi.id, reason: 'hotp' }])

        const after = await open(3, [NEW])
        const signIn = async (person: Person, code: string) => {
          const browser = after.visit()
          expect((await browser.signIn(person)).url).to.match(/\/challenge$/)
          return { browser, page: await browser.post('/two-factor/challenge', { code }) }
        }
        const code = await authenticatorCode(secret, after.clock.now())
        const { browser, page } = await signIn(paula, code)
        expect(page.url).to.equal(`${after.url}/`)
        expect((await signIn(paula, code)).page.status, 'the same code again').to.equal(422)
        const codes = (await reenter(browser, paula, '/two-factor/backup-codes')).body
        expect(codes.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g)).to.have.length(10)

        const eight = await authenticatorCode(OTTO.base32, after.clock.now(), OTTO.oathtool)
        expect(eight).to.match(/^\d{8}$/)
        expect((await signIn(otto, eight)).page.url).to.equal(`${after.url}/`)
        expect((await after.visit().signIn(hedi)).url).not.to.match(/\/challenge$/)
      })
    })
  })
}

/** What Keycloak keeps of an app with SHA-512, eight digits and 60 seconds; the same secret as the app shows it. */
const OTTO = {
  value: 'otto-has-a-secret-20',
  base32: 'N52HI3ZNNBQXGLLBFVZWKY3SMV2C2MRQ',
  oathtool: ['--totp=sha512', '--digits=8', '--time-step-size=60s'],
}

function personNamed(name: string): Person {
  return { id: fixedId('person', name), name, email: `${name}@example.example` }
}

function user({ id, name, email }: Person) {
  return {
    id,
    username: name,
    email,
    emailVerified: true,
    enabled: true,
    firstName: name,
    lastName: 'Tester',
    credentials: [{ type: 'password', value: name, temporary: false }] as object[],
    requiredActions: [] as string[],
  }
}

/** The realm before the application asked for codes: Keycloak does. */
function keycloakWithOtp() {
  const otp = (subType: string, value: string, algorithm: string, digits: number, period: number) => ({
    type: 'otp',
    secretData: JSON.stringify({ value }),
    credentialData: JSON.stringify({ subType, digits, counter: 0, period, algorithm }),
  })
  const [paula, otto, hedi] = ['paula', 'otto', 'hedi'].map((name) => user(personNamed(name)))
  paula?.requiredActions.push('CONFIGURE_TOTP')
  otto?.credentials.push(otp('totp', OTTO.value, 'HmacSHA512', 8, 60))
  hedi?.credentials.push(otp('hotp', 'hedi-has-a-secret-20', 'HmacSHA1', 6, 30))
  return { realm: realmNames.realm, enabled: true, sslRequired: 'none', users: [paula, otto, hedi] }
}

/** Sets an authenticator app up on Keycloak's own pages, and returns its secret as those show it. */
async function enrolInKeycloak(url: string, person: Person): Promise<string> {
  const browser = visitor(url)
  const account = new URLSearchParams({
    client_id: 'account-console',
    redirect_uri: `${url}/realms/${realmNames.realm}/account/`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  const login = await browser.get(`/realms/${realmNames.realm}/protocol/openid-connect/auth?${account}`)
  const setUp = await submit(browser, login, 'kc-form-login', { username: person.name, password: person.name })
  const manual = await browser.get(linkOf(setUp, 'mode-manual'))
  const shown = /id="kc-totp-secret-key">([A-Z2-7 ]+)</.exec(manual.body)?.[1]?.replaceAll(' ', '')
  const totpSecret = /name="totpSecret" value="([^"]+)"/.exec(manual.body)?.[1]
  if (shown === undefined || totpSecret === undefined) throw new Error(`No secret on Keycloak's page: ${manual.body}`)
  const totp = await authenticatorCode(shown)
  const done = await submit(browser, manual, 'kc-totp-settings-form', { totp, totpSecret, userLabel: 'phone' })
  if (!done.url.includes('/account/')) throw new Error(`Keycloak's set-up ended at ${done.url}: ${done.body}`)
  return shown
}

function submit(browser: Visitor, page: Answer, form: string, fields: Record<string, string>): Promise<Answer> {
  const tag = new RegExp(`<form[^>]*id="${form}"[^>]*>`).exec(page.body)?.[0] ?? ''
  const action = /action="([^"]+)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&')
  if (action === undefined) throw new Error(`No form ${form} on ${page.url}: ${page.body}`)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return browser.send(action, new URLSearchParams(fields).toString(), { headers })
}

function linkOf(page: Answer, id: string): string {
  const tag = new RegExp(`<a[^>]*id="${id}"[^>]*>`).exec(page.body)?.[0] ?? ''
  const href = /href="([^"]+)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&')
  if (href === undefined) throw new Error(`No link ${id} on ${page.url}: ${page.body}`)
  return href
}
