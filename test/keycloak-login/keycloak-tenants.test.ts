import { expect } from 'chai'
import { keycloakDirectory } from '../../src/keycloak/directory/keycloak-directory.js'
import type { Directory } from '../../src/ports/directory.js'
import { answer, type KeycloakServer, startKeycloakServer } from './keycloak-server.js'

const ANN = 'b3c1f1f0-0000-4000-8000-00000000a000'
const ACME = { id: 'id-of-acme', alias: 'acme', name: 'Acme', enabled: true, attributes: { plan: ['business'] } }
const ACCOUNT = { realm: 'acme', clientId: 'runtime', clientSecret: 'secret' }
const NEEDS = { realmRoles: true, clients: ['shop'], tenants: [ACME.id] }

describe('keycloakDirectory, of tenants and roles', () => {
  let keycloak: KeycloakServer
  let directory: Directory
  /** What the admin API answers, by the path below the realm; everything else is 404. */
  let answers: Record<string, readonly [status: number, body: unknown]>

  const asked = () =>
    keycloak.requests
      .filter((request) => request.includes('/admin/'))
      .map((request) => request.replace('/admin/realms/acme', '').replace(/\/(?=\?|$)/, ''))

  beforeEach(async () => {
    keycloak = await startKeycloakServer()
    directory = keycloakDirectory({ ...ACCOUNT, url: keycloak.url })
    answers = {
      [`/organizations/members/${ANN}/organizations`]: [
        200,
        [ACME, { id: 'id-of-old', alias: 'old', name: 'Old', enabled: false }],
      ],
      [`/users/${ANN}/role-mappings/realm/composite`]: [200, [{ name: 'manager' }]],
      '/clients': [200, [{ id: 'id-of-shop', clientId: 'shop' }]],
      [`/users/${ANN}/role-mappings/clients/id-of-shop/composite`]: [200, [{ name: 'admin' }]],
      [`/organizations/${ACME.id}/members/${ANN}/groups`]: [200, [{ path: '/night', realmRoles: ['porter'] }]],
      '/organizations': [200, [ACME]],
      [`/organizations/${ACME.id}`]: [200, ACME],
      [`/organizations/${ACME.id}/members`]: [200, [{ id: ANN, username: 'ann', enabled: true }]],
    }
    keycloak.user = (req, res) => {
      const path = new URL(req.url ?? '', keycloak.url).pathname.replace('/admin/realms/acme', '').replace(/\/$/, '')
      const [status, body] = answers[path] ?? [404, { error: 'not found' }]
      return answer(status, body)(req, res)
    }
  })
  afterEach(() => keycloak.close())

  it('reads the enabled organizations of a person with their attributes, by one call a minute', async () => {
    const [one, other] = await Promise.all([directory.tenantsOf(ANN), directory.tenantsOf(ANN)])
    expect(one).to.deep.equal([ACME])
    expect(other).to.equal(one)
    expect(asked()).to.deep.equal([`GET /organizations/members/${ANN}/organizations?briefRepresentation=false`])
  })

  it('reads them anew where that is asked for, and keeps the newer answer', async () => {
    await directory.tenantsOf(ANN)
    answers[`/organizations/members/${ANN}/organizations`] = [200, []]
    expect(await directory.tenantsOf(ANN, { fresh: true })).to.deep.equal([])
    expect(await directory.tenantsOf(ANN)).to.deep.equal([])
    expect(asked()).to.have.length(2)
  })

  it('keeps nothing of somebody who is only read anew, as one of many', async () => {
    await directory.tenantsOf(ANN, { fresh: true })
    await directory.tenantsOf(ANN)
    expect(asked()).to.have.length(2)
  })

  it('reads the disabled ones too where that is asked for, by the same call', async () => {
    await directory.tenantsOf(ANN)
    const all = await directory.tenantsOf(ANN, { disabled: true })
    expect(all.map(({ id }) => id)).to.deep.equal([ACME.id, 'id-of-old'])
    expect(asked()).to.have.length(1)
  })

  it('gives nobody a tenant in a realm without organizations', async () => {
    answers[`/organizations/members/${ANN}/organizations`] = [404, { errorMessage: 'Organizations not enabled' }]
    expect(await directory.tenantsOf(ANN)).to.deep.equal([])
  })

  it('reads what a person holds in one organization by two calls more, none within the minute', async () => {
    await directory.tenantsOf(ANN)
    const needs = { ...NEEDS, clients: [] }
    const roles = await directory.rolesOf(ANN, needs)
    expect(roles).to.deep.equal({
      realmRoles: ['manager'],
      clientRoles: {},
      groups: { [ACME.id]: [{ path: '/night', realmRoles: ['porter'], clientRoles: {} }] },
    })
    await Promise.all([directory.tenantsOf(ANN), directory.rolesOf(ANN, needs)])
    expect(asked()).to.have.length(3)
  })

  it('reads the roles of a client, and its id only once', async () => {
    expect((await directory.rolesOf(ANN, NEEDS)).clientRoles).to.deep.equal({ shop: ['admin'] })
    await directory.rolesOf(ANN, NEEDS, { fresh: true })
    expect(asked().filter((request) => request.startsWith('GET /clients'))).to.have.length(1)
    expect(asked().filter((request) => request.includes('/clients/id-of-shop/'))).to.have.length(2)
  })

  it('asks nothing where nothing is needed', async () => {
    const nothing = { realmRoles: false, clients: [], tenants: [] }
    expect(await directory.rolesOf(ANN, nothing)).to.deep.equal({ realmRoles: [], clientRoles: {}, groups: {} })
    expect(keycloak.requests).to.deep.equal([])
  })

  for (const [role, path, ask] of [
    ['view-organizations', `/organizations/members/${ANN}/organizations`, () => directory.tenantsOf(ANN)],
    ['view-users', `/users/${ANN}/role-mappings/realm/composite`, () => directory.rolesOf(ANN, NEEDS)],
    ['view-clients', '/clients', () => directory.rolesOf(ANN, NEEDS)],
    ['view-organizations', `/organizations/${ACME.id}/members/${ANN}/groups`, () => directory.rolesOf(ANN, NEEDS)],
    ['view-organizations', '/organizations', () => directory.tenants({ first: 0, max: 9 })],
    ['view-users', `/organizations/${ACME.id}/members`, () => directory.members(ACME.id, { first: 0, max: 9 })],
  ] as const) {
    it(`names the role ${role} where it is missing for ${path}`, async () => {
      answers[path] = [403, { error: 'HTTP 403 Forbidden' }]
      const error = await ask().then(
        () => expect.fail('it answered'),
        (thrown) => thrown,
      )
      expect(error).to.have.property('code', 'ERR_2FA_DIRECTORY')
      expect(error.message).to.contain(`"${role}"`).and.to.contain('"runtime"')
    })
  }

  it('names the client whose roles were asked for and that is not there', async () => {
    answers['/clients'] = [200, []]
    const error = await directory.rolesOf(ANN, NEEDS).catch((thrown) => thrown)
    expect(error.message).to.contain('"shop"')
  })

  it('keeps no failure', async () => {
    const path = `/organizations/members/${ANN}/organizations`
    const right = answers[path] ?? [404, null]
    answers[path] = [500, {}]
    await directory.tenantsOf(ANN).catch(() => null)
    answers[path] = right
    expect(await directory.tenantsOf(ANN)).to.have.length(1)
  })

  it('takes a proxy’s page for no list of tenants', async () => {
    answers[`/organizations/members/${ANN}/organizations`] = [200, '<html>sign in to the proxy</html>']
    const error = await directory.tenantsOf(ANN).catch((thrown) => thrown)
    expect(error).to.have.property('code', 'ERR_2FA_DIRECTORY')
  })

  it('lists tenants and members by pages, and asks for what Keycloak would leave out', async () => {
    expect(await directory.tenants({ first: 20, max: 10, search: 'ac' })).to.deep.equal([ACME])
    const members = await directory.members(ACME.id, { first: 0, max: 5 })
    expect(members.map(({ username }) => username)).to.deep.equal(['ann'])
    expect(asked()).to.deep.equal([
      'GET /organizations?first=20&max=10&briefRepresentation=false&search=ac',
      `GET /organizations/${ACME.id}/members?first=0&max=5`,
    ])
  })

  it('finds a tenant by its id, and none by an id that leads elsewhere', async () => {
    expect(await directory.tenant(ACME.id)).to.deep.equal(ACME)
    expect(await directory.tenant('unknown')).to.equal(null)
    expect(await directory.tenant('../users')).to.equal(null)
    expect(await directory.members('../users', { first: 0, max: 5 })).to.deep.equal([])
    expect(asked()).to.deep.equal([`GET /organizations/${ACME.id}`, 'GET /organizations/unknown'])
  })

  it('lists and counts the people of the realm, and counts those of a tenant, by a call each', async () => {
    answers['/users'] = [200, [{ id: ANN, username: 'ann', enabled: true }]]
    answers['/users/count'] = [200, 7]
    answers[`/organizations/${ACME.id}/members/count`] = [200, 3]
    expect((await directory.people({ first: 20, max: 21, search: 'an' })).map(({ userId }) => userId)).to.deep.equal([
      ANN,
    ])
    expect(await directory.count(null)).to.equal(7)
    expect(await directory.count(ACME.id)).to.equal(3)
    expect(await directory.count('../users')).to.equal(0)
    expect(asked()).to.deep.equal([
      'GET /users?first=20&max=21&briefRepresentation=true&search=an',
      'GET /users/count',
      `GET /organizations/${ACME.id}/members/count`,
    ])
  })

  it('takes the realm itself for everybody’s tenant where that is configured', async () => {
    directory = keycloakDirectory({ ...ACCOUNT, url: keycloak.url, tenants: 'realm' })
    answers['/users'] = [200, [{ id: ANN, username: 'ann', enabled: true }]]
    const [tenant] = await directory.tenantsOf(ANN)
    expect(tenant).to.include({ id: 'acme', alias: 'acme', enabled: true })
    expect(await directory.tenant('acme')).to.deep.equal(tenant)
    expect(await directory.members('acme', { first: 0, max: 5 })).to.have.length(1)
    expect(asked()).to.deep.equal(['GET /users?first=0&max=5&briefRepresentation=false'])
  })

  it('refuses at once tenants that are neither', () => {
    expect(() => keycloakDirectory({ ...ACCOUNT, url: keycloak.url, tenants: 'groups' as never })).to.throw('"tenants"')
  })
})
