import { expect } from 'chai'
import { readStrength } from '../../src/actions/sign-in/read-strength.js'
import { keycloakDirectory } from '../../src/keycloak/directory/keycloak-directory.js'
import { sampleLogin } from '../domain/sample-login.js'
import { answer, type KeycloakServer, startKeycloakServer } from '../keycloak-login/keycloak-server.js'

describe('a login of a level that the policy names by its number', () => {
  let keycloak: KeycloakServer

  beforeEach(async () => {
    keycloak = await startKeycloakServer()
  })
  afterEach(() => keycloak.close())

  /** Whether a login of acr "2" is strong by itself. */
  async function isStrong(amr: string[] = [], accepted = { acr: ['2'], amr: ['otp'] }): Promise<boolean> {
    const { url } = keycloak
    const directory = keycloakDirectory({ url, realm: 'acme', clientId: 'runtime', clientSecret: 'secret' })
    return readStrength({ directory })(sampleLogin({ acr: '2', amr }), accepted)
  }
  const realmWith = (levels: Record<string, string>) =>
    answer(200, { realm: 'acme', attributes: { 'acr.loa.map': JSON.stringify(levels) } })

  it('is strong where the realm gives it another meaning of that worth, or none', async () => {
    for (const levels of [{}, { silver: '1' }, { '2': '3' }]) {
      keycloak.user = realmWith(levels)
      expect(await isStrong(), JSON.stringify(levels)).to.equal(true)
    }
  })

  it('is not strong where the realm gives it the meaning of a password alone', async () => {
    keycloak.user = realmWith({ '2': '1' })
    expect(await isStrong()).to.equal(false)
  })

  it('is not strong where the service account may not read the realm', async () => {
    keycloak.user = answer(403, { error: 'HTTP 403 Forbidden' })
    expect(await isStrong()).to.equal(false)
  })

  it('is not strong while Keycloak is down, unless what was entered is', async () => {
    await keycloak.close()
    expect(await isStrong()).to.equal(false)
    expect(await isStrong(['pwd', 'otp'])).to.equal(true)
  })

  it('costs no question to Keycloak where the policy does not name it', async () => {
    expect(await isStrong([], { acr: ['gold'], amr: ['otp'] })).to.equal(false)
    expect(keycloak.requests).to.deep.equal([])
  })
})
