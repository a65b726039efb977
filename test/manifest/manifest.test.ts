import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { twoFactorMigrations } from '../../migrations/index.js'
import { createTwoFactor, type TwoFactorEvent, type TwoFactorOptions } from '../../src/index.js'
import { keycloakLogin } from '../../src/keycloak/index.js'
import { checkOptions } from '../../src/options.js'
import { MINIMAL_OPTIONS } from './minimal-options.js'
import { type ServedRoute, servedRoutes } from './served-routes.js'

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8'))
const manifest = read('plugin-manifest.json')
const packageJson = read('package.json')

/** The compiler keeps this list whole. */
const EVENTS = {
  'mail-failed': true,
  'mail-given-up': true,
  'sms-failed': true,
  'sms-given-up': true,
  'channel-failing': true,
  'channel-working': true,
  'mail-not-configured': true,
  'policies-synchronized': true,
  'worker-failed': true,
  'request-failed': true,
} satisfies Record<TwoFactorEvent['kind'], true>

const OPTIONS = {
  name: true,
  url: true,
  secretKeys: true,
  login: true,
  signIn: true,
  signOut: true,
  store: true,
  directory: true,
  mailer: true,
  sms: true,
  phoneNumbers: true,
  statementKeys: true,
  clientIds: true,
  entitlements: true,
  subjectAdministrators: true,
  bearer: true,
  mobileReturns: true,
  policies: true,
  tenantAdministrators: true,
  operators: true,
  trustedDevices: true,
  impersonation: true,
  singleSignOn: true,
  revocation: true,
  home: true,
  timeZone: true,
  authenticatorApps: true,
  texts: true,
  pages: true,
  onEvent: true,
} satisfies Record<keyof TwoFactorOptions, true>

/** What Keycloak puts into every ID token of the scopes that a client has by default. */
const KEYCLOAK_OWN = ['iss', 'sub', 'sid', 'auth_time', 'iat', 'azp', 'aud', 'acr', 'amr', 'locale']

describe('plugin-manifest.json', () => {
  it('names this package, its version and its ways in', () => {
    expect(manifest.id).to.equal(packageJson.name)
    expect(manifest.version).to.equal(packageJson.version)
    const ways = Object.keys(packageJson.exports).filter((subpath) => subpath !== './package.json')
    expect(manifest.entryPoints).to.have.members(ways)
  })

  it('names every route that the router serves, and no other', () => {
    const byPath = (routes: readonly ServedRoute[]) =>
      Object.fromEntries(routes.map(({ path, methods }) => [path, [...methods].sort()]))
    const served = servedRoutes(createTwoFactor(MINIMAL_OPTIONS).router())
    expect(byPath(manifest.routes)).to.deep.equal(byPath(served))
    expect(manifest.routes).to.have.length(served.length)
  })

  it('names every migration, in order', () => {
    expect(manifest.migrations).to.deep.equal(twoFactorMigrations.map((Step) => new Step().name))
  })

  it('names every kind of event', () => {
    expect(manifest.events).to.have.members(Object.keys(EVENTS))
  })

  it('adds every claim that keycloakLogin reads and Keycloak does not give by itself', () => {
    const claimsRead = new Set<string>()
    const given: Record<string, unknown> = { iss: 'i', sub: 's', sid: 'd', iat: 1, auth_time: 1, aud: 'a' }
    const recording = new Proxy(given, {
      get(target, name: string) {
        claimsRead.add(name)
        return target[name]
      },
    })
    keycloakLogin(recording)
    expect(claimNames()).to.have.members([...claimsRead].filter((name) => !KEYCLOAK_OWN.includes(name)))
  })

  it('gives each claim the type that keycloakLogin wants', () => {
    const claims = Object.fromEntries(mappers().map(({ config }) => [config['claim.name'], claimValue(config)]))
    const login = keycloakLogin({ iss: 'i', sub: 's', sid: 'd', aud: 'a', iat: 1, auth_time: 1, ...claims })
    expect(login).to.include({ bridge: 1, identityProvider: 'text', impersonator: 'text' })
  })

  it('puts every claim into the ID token', () => {
    expect(mappers().filter(({ config }) => config['id.token.claim'] !== 'true')).to.deep.equal([])
  })

  describe('its options', () => {
    const { options } = manifest

    it('are those of createTwoFactor', () => {
      expect(Object.keys(options.properties)).to.have.members(Object.keys(OPTIONS))
      const { policies, revocation } = checkOptions(MINIMAL_OPTIONS, [])
      expect(Object.keys(options.properties.policies.properties)).to.have.members(Object.keys(policies))
      expect(Object.keys(options.properties.revocation.properties)).to.have.members(Object.keys(revocation))
    })

    it('are needed where createTwoFactor needs them', () => {
      expect(options.required).to.have.members(Object.keys(MINIMAL_OPTIONS))
      for (const option of options.required) {
        const { [option as keyof TwoFactorOptions]: _without, ...rest } = MINIMAL_OPTIONS
        expect(() => createTwoFactor(rest as never), option).to.throw(`Option "${option}"`)
      }
    })

    it('have the defaults of createTwoFactor', () => {
      const { policies, revocation, home, timeZone, trustedDevices } = checkOptions(MINIMAL_OPTIONS, [])
      const { properties } = options
      expect(properties.policies.properties.withoutTenant.default).to.equal(policies.withoutTenant)
      expect(properties.policies.properties.takesEffect.default).to.equal(policies.takesEffect)
      expect(properties.policies.properties.methods.default).to.deep.equal(policies.methods)
      expect(properties.policies.properties.trustedDevices.properties.days.default).to.equal(
        policies.trustedDevices.days,
      )
      expect(properties.trustedDevices.properties.unreadablePassword.default).to.equal(
        trustedDevices.unreadablePassword,
      )
      expect(properties.revocation.properties.within.default).to.equal(`${revocation.within / 1000}s`)
      expect(properties.home.default).to.equal(home)
      expect(properties.timeZone.default).to.equal(timeZone)
    })

    it('accept the same words as createTwoFactor', () => {
      const { withoutTenant, takesEffect, methods } = options.properties.policies.properties
      for (const word of withoutTenant.enum) createTwoFactor({ ...MINIMAL_OPTIONS, policies: { withoutTenant: word } })
      for (const word of takesEffect.enum) createTwoFactor({ ...MINIMAL_OPTIONS, policies: { takesEffect: word } })
      createTwoFactor({ ...MINIMAL_OPTIONS, policies: { methods: methods.items.enum } })
    })
  })
})

interface Mapper {
  readonly protocolMapper: string
  readonly config: Readonly<Record<string, string>>
}

function mappers(): Mapper[] {
  return manifest.keycloakObjects.clientScopes.flatMap((scope: { protocolMappers: Mapper[] }) => scope.protocolMappers)
}

const claimNames = () => mappers().map(({ config }) => config['claim.name'])

/** What the mapper puts into the token: a hardcoded value of type JSON is parsed, a session note is text. */
function claimValue(config: Mapper['config']): unknown {
  return config['jsonType.label'] === 'JSON' ? JSON.parse(config['claim.value'] ?? '') : 'text'
}
