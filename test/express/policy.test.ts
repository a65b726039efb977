import { expect } from 'chai'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { samplePerson, sampleTenant } from '../actions/policy-people.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { type Browser, browser, setUp } from './browser.js'
import { type TwoClocks, twoClocks } from './clock.js'
import { type Portal, startPortal } from './portal.js'

const JSON_ONLY = { accept: 'application/json' }

const fields = (rest: Record<string, unknown> = {}) => ({
  ...{
    requirement: 'optional',
    appliesTo: 'everyone',
    from: '',
    takesEffect: 'next-login',
    methods: ['totp', 'email'],
  },
  ...{ smsFallback: 'email', ssoBypass: 'organization', ssoProviders: '', trustedDays: '90', graceDays: '0' },
  ...{ graceLogins: '0', readable: 'until-saved', acr: '', amr: '', helpContact: '', version: '0' },
  ...rest,
})

describe('the pages of a tenant’s policy', () => {
  let portal: Portal
  let clock: TwoClocks
  let entered: number
  const browsers = new Map<string, Browser>()

  const enter = (userId: string, changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    const times = { authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now() }
    return sampleLogin({ userId, sessionId: `session of ${userId}`, ...times, ...changes })
  }
  async function verified(userId: string): Promise<Browser> {
    const known = browsers.get(userId)
    if (known !== undefined) return known
    const made = browser(portal.url)
    await made.signIn(enter(userId))
    await setUp(made, { enter: () => enter(userId), now: () => clock.at(0) })
    browsers.set(userId, made)
    return made
  }
  const path = (tenant: string, rest = '') => `/two-factor/admin/tenants/${tenant}/policy${rest}`
  const view = async (who: Browser, tenant: string) => (await who.get(path(tenant), JSON_ONLY)).json
  const post = async (who: Browser, tenant: string, rest: string, sent: Record<string, unknown>, headers = {}) => {
    who.token = String((await who.get('/two-factor/admin', JSON_ONLY)).json.csrfToken)
    return who.post(path(tenant, rest), sent as never, headers)
  }
  const changes = () => portal.store.auditLog({ kind: 'policy-changed' }, { after: null, limit: 9 })

  let managed: 'application' | 'keycloak'

  beforeEach(async () => {
    managed = 'application'
    await start()
  })
  afterEach(() => portal.close())

  async function start() {
    await portal?.close()
    clock = twoClocks(() => portal.store)
    browsers.clear()
    portal = await startPortal({
      clock,
      options: {
        directory: testDirectory({
          people: ['opal', 'tess', 'ann', 'bea', 'ed'].map((each) => samplePerson(each)),
          tenants: [
            sampleTenant('acme', ['tess', 'ann', 'bea']),
            sampleTenant('birch', ['ann']),
            sampleTenant('elm', ['ed']),
          ],
          roles: {
            opal: { realmRoles: ['operator'] },
            tess: { realmRoles: ['manager'] },
            ann: { realmRoles: ['manager'] },
            ed: { realmRoles: ['manager'] },
          },
        }),
        policies: { owner: managed },
        operators: { realmRoles: ['operator'] },
        tenantAdministrators: { realmRoles: ['manager'] },
        entitlements: ({ id }) => ({
          requirements: id === 'elm' ? ['off', 'optional'] : ['off', 'optional', 'required'],
          methods: ['totp', 'email', 'sms'],
        }),
      },
    })
    clock.pass(0)
    entered = NOON
  }

  it('show what a change means, make it, and say so once', async () => {
    const tess = await verified('tess')
    expect(await view(tess, 'acme')).to.deep.include({ page: 'admin-policy', version: 0, done: false })
    const effects = (await post(tess, 'acme', '/effects', fields({ requirement: 'required' }), JSON_ONLY)).json
    expect(effects.counts).to.deep.include({ asked: 3, mustSetUp: 2, losesSettings: 0 })
    expect((await view(tess, 'acme')).version).to.equal(0)
    expect((await post(tess, 'acme', '', fields({ requirement: 'required' }))).to).to.equal(path('acme'))
    const saved = await view(tess, 'acme')
    expect(saved).to.deep.include({ version: 1, done: true })
    expect(saved.policy).to.deep.include({ requirement: 'required', methods: ['totp', 'email'] })
    expect((await view(tess, 'acme')).done).to.equal(false)
    expect((await changes()).map(({ event }) => event.details.by)).to.deep.equal(['tess'])
  })

  it('are closed for the tenants of others, for lower roles and for strangers, and the try is noted', async () => {
    const tess = await verified('tess')
    expect((await tess.get(path('birch'))).status).to.equal(404)
    for (const rest of ['', '/effects']) {
      expect((await post(tess, 'birch', rest, fields())).status).to.equal(404)
      expect((await post(await verified('bea'), 'acme', rest, fields())).status).to.equal(403)
    }
    const refused = await portal.store.auditLog({ kind: 'administration-refused' }, { after: null, limit: 9 })
    expect(refused.length).to.be.at.least(5)
    expect(await changes()).to.deep.equal([])
    const opal = await verified('opal')
    expect((await opal.get(path('birch'))).status).to.equal(200)
  })

  it('refuse a change without the token, and with fields that are none of a policy', async () => {
    const tess = await verified('tess')
    tess.token = 'forged'
    expect((await tess.post(path('acme'), fields() as never)).status).to.equal(403)
    for (const extra of [{ tenantId: 'birch' }, { role: 'operator' }, { ssoBypass2: 'all' }, { verified: '1' }]) {
      expect((await post(tess, 'acme', '', fields(extra))).status, JSON.stringify(extra)).to.equal(422)
    }
    expect(await changes()).to.deep.equal([])
  })

  it('change nothing that nobody has named: a field that is left out is refused', async () => {
    const tess = await verified('tess')
    for (const name of Object.keys(fields()).filter((each) => each !== 'methods')) {
      const { [name]: _left, ...rest } = fields() as Record<string, unknown>
      const refused = await post(tess, 'acme', '', rest, JSON_ONLY)
      expect([refused.status, refused.json.code], name).to.deep.equal([400, 'ERR_2FA_MALFORMED'])
      expect(refused.json.detail).to.contain(name)
    }
    expect(await changes()).to.deep.equal([])
  })

  it('are only to be looked at where Keycloak manages the policies', async () => {
    managed = 'keycloak'
    await start()
    const tess = await verified('tess')
    expect(await view(tess, 'acme')).to.include({ managedInKeycloak: true })
    const page = await tess.get(path('acme'))
    expect(page.text).to.contain('Managed in Keycloak').and.contain('<fieldset').and.not.contain('See what it means')
    expect(page.text).not.to.match(/<form[^>]*policy/)
    for (const rest of ['', '/effects']) {
      const refused = await post(tess, 'acme', rest, fields({ requirement: 'off' }), JSON_ONLY)
      expect([refused.status, refused.json.code]).to.deep.equal([403, 'ERR_2FA_FORBIDDEN'])
    }
    expect(await changes()).to.deep.equal([])
  })

  it('are no business of another tenant’s administrator, on the page of whoever changed one', async () => {
    const ann = await verified('ann')
    await post(ann, 'birch', '', fields({ requirement: 'required' }))
    await post(ann, 'acme', '', fields({ requirement: 'required' }))
    const seenBy = async (who: string) => {
      const { events } = (await (await verified(who)).get('/two-factor/admin/people/ann', JSON_ONLY)).json
      return (events as { kind: string; details: { tenant?: string } }[])
        .filter(({ kind }) => kind === 'policy-changed')
        .map(({ details }) => details.tenant)
    }
    expect(await seenBy('tess')).to.deep.equal(['acme'])
    expect(await seenBy('opal')).to.have.members(['acme', 'birch'])
  })

  it('say which field is wrong', async () => {
    const tess = await verified('tess')
    for (const [wrong, field] of [
      [{ requirement: 'maybe' }, 'requirement'],
      [{ from: '2027-02-30' }, 'from'],
      [{ trustedDays: '-1' }, 'trustedDays'],
      [{ graceDays: 'many' }, 'graceDays'],
      [{ methods: ['pigeon'] }, 'methods'],
      [{ ssoProviders: 'google = perhaps' }, 'ssoProviders'],
      [{ requirement: ['off', 'required'] }, 'requirement'],
    ] as const) {
      const answer = await post(tess, 'acme', '/effects', fields(wrong), JSON_ONLY)
      expect(answer.status, field).to.be.oneOf([400, 422])
      expect(JSON.stringify(answer.json)).to.contain(`\\"${field}`)
    }
  })

  it('give back everything that was entered where something is wrong, and mark it in the reader’s language', async () => {
    const tess = await verified('tess')
    const typed = { ssoProviders: 'google = perhaps', acr: 'gold', helpContact: '内線 <4711>', graceDays: '14' }
    for (const rest of ['', '/effects']) {
      const page = await post(tess, 'acme', rest, fields({ ...typed, methods: [] }), { 'accept-language': 'ja' })
      expect(page.status).to.equal(422)
      expect(page.text)
        .to.contain('何も保存されていません')
        .and.not.match(/README|must be/)
      expect(page.text).to.match(/<details open/)
      expect(page.text).to.match(/<textarea id="ssoProviders"[^>]* aria-invalid="true"[^>]*>google = perhaps</)
      expect(page.text).to.match(/id="methods-fault"[^>]*>1つ以上選んでください。/)
      expect(page.text).to.match(/<textarea id="acr"[^>]*>gold</)
      expect(page.text)
        .to.contain('内線 &lt;4711>')
        .and.match(/id="graceDays"[^>]* value="14"/)
      expect(page.text).to.match(/name="version" value="0"/)
    }
    const weak = await post(tess, 'acme', '/effects', fields({ amr: 'pwd' }))
    expect(weak.text).to.match(/id="amr-fault"[^>]*>Name values of a second factor/)
    expect((await view(tess, 'acme')).version).to.equal(0)
  })

  it('keep what was entered where somebody else was first, and say where it differs', async () => {
    const tess = await verified('tess')
    const opal = await verified('opal')
    await post(opal, 'acme', '', fields({ trustedDays: '7' }))
    const late = await post(tess, 'acme', '', fields({ requirement: 'required' }))
    expect(late.status).to.equal(409)
    expect(late.text).to.contain('Days a browser may be trusted')
    expect(late.text).to.match(/value="required" checked/)
    expect(late.text).to.match(/name="version" value="1"/)
    const problem = await post(tess, 'acme', '', fields({ requirement: 'required' }), JSON_ONLY)
    expect([problem.status, problem.json.code]).to.deep.equal([409, 'ERR_2FA_CONFLICT'])
    expect((await view(tess, 'acme')).policy).to.deep.include({ requirement: 'optional', trustedDevices: { days: 7 } })
  })

  it('show what the plan does not include, and refuse it with the reason', async () => {
    const ed = await verified('ed')
    const form = (await ed.get(path('elm'))).text
    expect(form).to.match(/value="required" disabled/)
    expect(form).to.contain('not included in your plan')
    for (const rest of ['', '/effects']) {
      const refused = await post(ed, 'elm', rest, fields({ requirement: 'required' }))
      expect(refused.status).to.equal(422)
      expect(refused.text).to.match(/Your plan does not include this.*Each person decides/s)
      const problem = await post(ed, 'elm', rest, fields({ requirement: 'required' }), JSON_ONLY)
      expect(problem.json.detail).to.contain('The plan of ELM does not include "required"')
    }
    expect((await view(ed, 'elm')).version).to.equal(0)
  })

  it('delete settings only once the number was typed', async () => {
    const tess = await verified('tess')
    await verified('bea')
    await post(tess, 'acme', '', fields())
    const off = fields({ requirement: 'off', version: '1' })
    const effects = await post(tess, 'acme', '/effects', off)
    // Bea's; an administrator keeps theirs.
    expect(effects.text).to.contain('Type 1 to confirm')
    expect((await post(tess, 'acme', '', off)).status).to.equal(409)
    const unconfirmed = await post(tess, 'acme', '', { ...off, confirmed: '2' })
    expect(unconfirmed.status).to.equal(409)
    expect(unconfirmed.text)
      .to.contain('type the number that is shown there')
      .and.match(/value="off" checked/)
    expect((await post(tess, 'acme', '', { ...off, confirmed: '１' })).status).to.equal(303)
    expect((await view(tess, 'acme')).underWay).to.have.length(1)
  })
})
