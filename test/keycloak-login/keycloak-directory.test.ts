import { expect } from 'chai'
import { isTwoFactorError, type TwoFactorError } from '../../src/errors.js'
import { keycloakDirectory } from '../../src/keycloak/directory/keycloak-directory.js'
import type { Directory } from '../../src/ports/directory.js'
import { answer, type KeycloakServer, startKeycloakServer } from './keycloak-server.js'

const ID = 'b3c1f1f0-0000-4000-8000-00000000f4ed'
const SECRET = 'the-client-secret'

async function failure(asking: Promise<unknown>): Promise<TwoFactorError> {
  try {
    await asking
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_DIRECTORY')
    expect(error.expose).to.equal(false)
    expect(error.message).not.to.contain(SECRET)
    return error
  }
  return expect.fail('it answered')
}

describe('keycloakDirectory', () => {
  let keycloak: KeycloakServer
  let directory: Directory

  beforeEach(async () => {
    keycloak = await startKeycloakServer()
    directory = keycloakDirectory({ url: keycloak.url, realm: 'acme', clientId: 'runtime', clientSecret: SECRET })
  })
  afterEach(() => keycloak.close())

  it('reads a person as Keycloak knows them', async () => {
    keycloak.user = answer(200, {
      username: 'fred',
      firstName: 'Fred',
      lastName: 'Example',
      email: 'fred@acme.example',
      emailVerified: true,
      enabled: true,
      attributes: { locale: ['ja'], phoneNumber: ['+81 90 1234 5678'] },
    })
    expect(await directory.person(ID)).to.deep.equal({
      userId: ID,
      username: 'fred',
      displayName: 'Fred Example',
      email: 'fred@acme.example',
      emailVerified: true,
      locale: 'ja',
      phoneNumber: '+81 90 1234 5678',
      enabled: true,
    })
    expect(keycloak.requests).to.deep.equal([
      'POST /realms/acme/protocol/openid-connect/token',
      `GET /admin/realms/acme/users/${ID}`,
    ])
  })

  it('makes do with a user name where there is nothing else', async () => {
    expect(await directory.person(ID)).to.deep.equal({
      userId: ID,
      username: 'fred',
      displayName: 'fred',
      email: null,
      emailVerified: false,
      locale: null,
      phoneNumber: null,
      enabled: false,
    })
  })

  it('answers null for somebody whom the realm does not have', async () => {
    keycloak.user = answer(404, { error: 'User not found' })
    expect(await directory.person(ID)).to.equal(null)
  })

  it('does not let a user id lead to another place of the admin API', async () => {
    await directory.person('../clients')
    expect(keycloak.requests.at(-1)).to.match(/^GET \/admin\/realms\/acme\/users\/[^/]*$/)
  })

  it('asks once for a minute, and once for parallel callers', async () => {
    await Promise.all([directory.person(ID), directory.person(ID), directory.person(ID)])
    await directory.person(ID)
    expect(keycloak.requests.filter((request) => request.startsWith('GET'))).to.have.length(1)
  })

  it('asks for one token, however many people are looked up at once', async () => {
    await Promise.all(['one', 'another', 'a-third'].map((id) => directory.person(id)))
    await directory.person(ID)
    expect(keycloak.requests.filter((request) => request.startsWith('POST'))).to.have.length(1)
  })

  it('keeps no failure', async () => {
    keycloak.user = answer(500, { error: 'unknown_error' })
    await failure(directory.person(ID))
    keycloak.user = answer(200, { username: 'fred' })
    expect((await directory.person(ID))?.username).to.equal('fred')
  })

  it('keeps no failed token', async () => {
    keycloak.token = answer(503)
    await failure(directory.person(ID))
    keycloak.token = answer(200, { access_token: 'token', expires_in: 300 })
    expect((await directory.person(ID))?.username).to.equal('fred')
  })

  it('asks for a new token once Keycloak refuses the old one, as after a restart', async () => {
    await directory.person(ID)
    keycloak.user = (req, res) =>
      answer(req.headers.authorization === 'Bearer token-1' ? 401 : 200, { username: 'fred' })(req, res)
    await directory.person('another').catch(() => null)
    expect((await directory.person('another'))?.username).to.equal('fred')
  })

  it('asks for a new token before the old one ends', async () => {
    let tokens = 0
    keycloak.token = (req, res) => answer(200, { access_token: `short-${++tokens}`, expires_in: 30 })(req, res)
    await directory.person(ID)
    await directory.person('another')
    expect(keycloak.authorizations).to.deep.equal(['Bearer short-1', 'Bearer short-2'])
  })

  for (const [status, cure] of [
    [401, '"runtime" in realm "acme" (401): check clientId, clientSecret'],
    [400, '"runtime" in realm "acme" (400): check clientId'],
    [404, 'no realm "acme"'],
    [503, '"runtime" in realm "acme" (503)'],
  ] as const) {
    it(`says what to check where Keycloak answers the service account with ${status}`, async () => {
      keycloak.token = answer(status, { error: 'unauthorized_client', error_description: SECRET })
      expect((await failure(directory.person(ID))).message)
        .to.contain(cure)
        .and.not.contain(SECRET)
    })
  }

  it('names the role that is missing', async () => {
    keycloak.user = answer(403, { error: 'HTTP 403 Forbidden' })
    expect((await failure(directory.person(ID))).message)
      .to.contain('"view-users"')
      .and.to.contain('"runtime"')
  })

  for (const status of [429, 500, 502]) {
    it(`tells that Keycloak answered ${status}`, async () => {
      keycloak.user = answer(status, '<html>oops</html>')
      expect((await failure(directory.person(ID))).message).to.contain(String(status))
    })
  }

  it('says where it looked for a Keycloak that is not there', async () => {
    await keycloak.close()
    expect((await failure(directory.person(ID))).message)
      .to.contain(keycloak.url)
      .and.to.contain('running')
  })

  it('follows no redirect with its secret or its token', async () => {
    keycloak.token = answer(307, '', { location: `${keycloak.url}/elsewhere` })
    await failure(directory.person(ID))
    expect(keycloak.requests).to.have.length(1)
    keycloak.token = answer(200, { access_token: 'token', expires_in: 300 })
    keycloak.user = answer(302, '', { location: `${keycloak.url}/elsewhere` })
    await failure(directory.person(ID))
    expect(keycloak.requests.filter((request) => request.includes('elsewhere'))).to.deep.equal([])
  })

  it('takes a proxy’s page for no token', async () => {
    keycloak.token = answer(200, '<html>sign in to the proxy</html>')
    await failure(directory.person(ID))
    keycloak.token = answer(200, { token_type: 'Bearer' })
    await failure(directory.person(ID))
    expect(keycloak.authorizations).to.deep.equal([])
  })

  it('takes a proxy’s page for no person', async () => {
    keycloak.user = answer(200, '<html>sign in to the proxy</html>')
    await failure(directory.person(ID))
  })

  it('finds Keycloak also under an address that ends with a slash', async () => {
    const { url } = keycloak
    const slashed = keycloakDirectory({ url: `${url}/`, realm: 'acme', clientId: 'runtime', clientSecret: SECRET })
    await slashed.person(ID)
    expect(keycloak.requests).to.deep.equal([
      'POST /realms/acme/protocol/openid-connect/token',
      `GET /admin/realms/acme/users/${ID}`,
    ])
  })

  it('refuses at once an issuer that is no address', () => {
    const account = { url: keycloak.url, realm: 'acme', clientId: 'runtime', clientSecret: SECRET }
    expect(() => keycloakDirectory({ ...account, issuer: 'acme' })).to.throw('"issuer"')
  })

  for (const option of ['url', 'realm', 'clientId', 'clientSecret'] as const) {
    it(`refuses at once an account without ${option}, and names it`, () => {
      const { [option]: _, ...rest } = { url: keycloak.url, realm: 'acme', clientId: 'runtime', clientSecret: SECRET }
      expect(() => keycloakDirectory(rest as never))
        .to.throw(`"${option}"`)
        .with.property('code', 'ERR_2FA_CONFIGURATION')
    })
  }
})
