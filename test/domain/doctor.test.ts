import { expect } from 'chai'
import type { Finding } from '../../src/domain/installation/finding.js'
import { judgeAccount, type PolicyWriting } from '../../src/domain/installation/judge-account.js'
import {
  type Answered,
  judgeApplication,
  type SeenApplication,
} from '../../src/domain/installation/judge-application.js'
import { judgeClocks } from '../../src/domain/installation/judge-clocks.js'
import { judgeKeys } from '../../src/domain/installation/judge-keys.js'
import { judgeOwnOtp } from '../../src/domain/installation/judge-own-otp.js'
import { judgePolicies } from '../../src/domain/installation/judge-policies.js'
import { judgeProviders, noteOfProvider } from '../../src/domain/installation/judge-providers.js'
import { judgeToken } from '../../src/domain/installation/judge-token.js'
import { judgeVersion } from '../../src/domain/installation/judge-version.js'
import type { KeyUse } from '../../src/domain/keys/key-use.js'
import type { ComparedSetting } from '../../src/domain/policy-sync/compare-settings.js'
import type { PolicyOwner } from '../../src/domain/policy-sync/settle-settings.js'

const levels = (findings: readonly Finding[]) => findings.map(({ level }) => level)
const RANGE = '>=26.7.2 <27'

describe('doctor', () => {
  const VERSIONS: readonly [version: string, levels: readonly string[]][] = [
    ['26.7.1', ['error', 'error', 'warning']],
    ['26.7.2', ['warning']],
    ['26.7.4.redhat-00001', ['warning']],
    ['26.8.0', ['warning']],
    ['26.8.1', []],
    ['26.10.0', []],
    ['27.0.0', ['error']],
    ['9.0.0', ['error', 'error', 'warning']],
    ['999-SNAPSHOT', ['warning']],
  ]
  for (const [version, expected] of VERSIONS) {
    it(`finds ${expected.join(', ') || 'nothing'} at Keycloak ${version}`, () => {
      expect(levels(judgeVersion(version, RANGE))).to.deep.equal(expected)
    })
  }

  const NEEDED = ['view-realm', 'manage-users']
  const ACCOUNTS: readonly [held: readonly string[], needed: readonly string[], PolicyWriting, readonly string[]][] = [
    [['view-realm', 'manage-users', 'query-users', 'view-users'], NEEDED, 'never', []],
    [['view-realm', 'manage-users', 'view-clients'], [...NEEDED, 'view-clients'], 'never', []],
    [['view-realm', 'manage-users', 'view-clients', 'query-clients'], NEEDED, 'never', ['warning']],
    [['view-realm'], NEEDED, 'never', ['error']],
    [[], NEEDED, 'never', ['error']],
    [['view-realm', 'manage-users'], [...NEEDED, 'view-clients'], 'never', ['error']],
    [['view-realm', 'manage-users', 'manage-clients'], NEEDED, 'never', ['warning']],
    [['manage-realm', 'manage-users'], NEEDED, 'never', ['warning']],
    [['realm-admin', 'impersonation'], NEEDED, 'always', ['warning']],
    [NEEDED, NEEDED, 'always', ['error']],
    [NEEDED, NEEDED, 'once', ['warning']],
    [NEEDED, NEEDED, 'perhaps', []],
    [[...NEEDED, 'manage-organizations'], NEEDED, 'always', []],
    [[...NEEDED, 'manage-organizations'], NEEDED, 'perhaps', []],
    [[...NEEDED, 'manage-organizations'], NEEDED, 'never', ['warning']],
  ]
  for (const [held, roles, writesPolicies, expected] of ACCOUNTS) {
    it(`finds ${expected.join(', ') || 'nothing'} at an account with ${held.join(', ') || 'nothing'} that writes policies ${writesPolicies} and needs ${roles.join(', ')}`, () => {
      const needs = { clientId: 'runtime', client: 'realm-management', roles, writesPolicies }
      expect(levels(judgeAccount(held, needs))).to.deep.equal(expected)
    })
  }

  const CLOCKS: readonly [database: number | null, keycloak: number | null, levels: readonly string[]][] = [
    [0, 0, []],
    [5_000, -5_000, []],
    [-6_000, null, ['warning']],
    [null, 29_000, ['warning']],
    [30_000, -31_000, ['error', 'error']],
  ]
  for (const [database, keycloak, expected] of CLOCKS) {
    it(`finds ${expected.join(', ') || 'nothing'} at clocks ${database} and ${keycloak} ms ahead`, () => {
      expect(levels(judgeClocks({ database, keycloak }))).to.deep.equal(expected)
    })
  }

  it('wants the constant claim in a token, as a number, and nothing that only a login can tell', () => {
    expect(judgeToken('portal', { two_factor_bridge: 1 })).to.deep.equal([])
    for (const claims of [{}, { two_factor_bridge: '1' }, { two_factor_bridge: 1, identity_provider: 'google' }]) {
      expect(levels(judgeToken('portal', claims))).to.deep.equal(['error'])
    }
    expect(levels(judgeToken('portal', { impersonator: 'x' }))).to.deep.equal(['error', 'error'])
  })

  it('wants keys that are missing or mistyped back, and old ones used up', () => {
    const key = (role: KeyUse['role'], sealed: number, backupCodes = 0) =>
      levels(judgeKeys([{ id: 'k', role, sealed, backupCodes, people: 0 }]))
    expect(key('seals', 9, 9)).to.deep.equal([])
    expect(key('opens', 0, 9)).to.deep.equal([])
    expect(key('opens', 1)).to.deep.equal(['warning'])
    expect(key('missing', 0, 1)).to.deep.equal(['error'])
    expect(key('wrong', 1)).to.deep.equal(['error'])
  })

  describe('at a running application', () => {
    const ok: Answered = { status: 200, location: null, cookies: [] }
    const issuer = 'https://keycloak.example/realms/acme'
    const login = (returns: string, cookies: readonly string[]): Answered => ({
      status: 302,
      location: `${issuer}/protocol/openid-connect/auth?redirect_uri=${encodeURIComponent(returns)}`,
      cookies,
    })
    const safe = 'sid=1; Path=/; HttpOnly; Secure; SameSite=Lax'
    const well: SeenApplication = {
      url: { origin: 'https://portal.example', base: '/two-factor' },
      signIn: '/login',
      issuer,
      takesLogoutTokens: true,
      keys: { ...ok, json: { keys: [] } },
      logout: { ...ok, status: 400 },
      login: login('https://portal.example/login/callback', [safe]),
    }
    const CASES: readonly [what: string, changes: Partial<SeenApplication>, findings: readonly [string, string][]][] = [
      ['that is well', {}, []],
      ['that does not run', { keys: null }, [['warning', 'Nothing answers']]],
      ['without the router', { keys: { ...ok, status: 404 } }, [['error', 'pages are not there']]],
      ['with the router behind a login', { keys: { ...ok, status: 302 } }, [['error', 'answers 302']]],
      ['that answers everything with a page', { keys: ok }, [['error', 'something else than keys']]],
      ['that answers everything in JSON', { keys: { ...ok, json: null } }, [['error', 'something else than keys']]],
      [
        'whose load balancer alone sets a cookie',
        { login: login('https://portal.example/x', ['AWSALBCORS=1; Path=/; SameSite=None; Secure']) },
        [['error', 'sets no cookie']],
      ],
      [
        'behind a load balancer that adds a cookie',
        { login: login('https://portal.example/x', ['ARRAffinity=1; Path=/', safe]) },
        [],
      ],
      ['that refuses logout tokens', { logout: { ...ok, status: 403 } }, [['error', 'answers 403']]],
      ['without clientIds', { takesLogoutTokens: false, logout: null }, [['warning', '"clientIds" is missing']]],
      ['whose login is a page', { login: ok }, [['error', 'does not lead']]],
      [
        'whose login leads to another realm',
        { login: { ...ok, location: `${issuer}-2/protocol/openid-connect/auth` } },
        [['error', 'does not lead']],
      ],
      [
        'without trust proxy',
        { login: login('http://portal.example/login/callback', []) },
        [
          ['error', 'not on https://portal.example'],
          ['error', 'sets no cookie'],
        ],
      ],
      [
        'with cookies that others can read',
        { login: login('https://portal.example/x', ['sid=1; SameSite=None', safe]) },
        [['warning', 'not as safe']],
      ],
      ['whose login is not known', { signIn: null, login: null }, []],
    ]
    it('names what keeps the cookie back: the proxy behind https, "secure: true" over plain http', () => {
      const cureAt = (origin: string) =>
        judgeApplication({
          ...well,
          url: { origin, base: '/two-factor' },
          login: login(`${origin}/login/callback`, []),
        }).map(({ cure }) => cure)
      const [behind, plain] = [cureAt('https://portal.example'), cureAt('http://localhost:3000')]
      expect(behind).to.have.length(1)
      expect(behind[0]).to.contain('trust proxy').and.not.contain('secure: true')
      expect(plain).to.have.length(1)
      expect(plain[0]).to.contain('secure: true').and.not.contain('trust proxy')
    })

    for (const [what, changes, findings] of CASES) {
      it(`finds ${findings.map(([level]) => level).join(', ') || 'nothing'} at one ${what}`, () => {
        const found = judgeApplication({ ...well, ...changes })
        expect(levels(found)).to.deep.equal(findings.map(([level]) => level))
        for (const [index, [, text]] of findings.entries()) expect(found[index]?.what).to.contain(text)
      })
    }

    it('asks for no secure cookie on plain http, as on this machine', () => {
      const seen = { ...well, url: { origin: 'http://localhost:3000', base: '/two-factor' } }
      const cookies = ['sid=1; HttpOnly']
      expect(judgeApplication({ ...seen, login: login('http://localhost:3000/x', cookies) })).to.deep.equal([])
    })
  })

  it('finds providers that policies name and the realm does not have, or has switched off', () => {
    const provider = (alias: string, enabled = true, tenantId: string | null = null) => ({
      alias,
      name: alias,
      enabled,
      tenantId,
    })
    const providers = [provider('google'), provider('old', false), provider('office', true, 'acme')]
    const policy = (named: Record<string, 'bypass' | 'enforce'>, bypass: 'all' | 'none' = 'none') => ({
      tenantId: 't',
      sso: { bypass, providers: named },
    })
    const policies = [policy({ google: 'bypass', old: 'enforce', gogle: 'bypass' }), policy({}, 'all')]
    expect(judgeProviders(providers, policies).map(({ what }) => /"(\w+)"/.exec(what)?.[1])).to.deep.equal([
      'old',
      'gogle',
    ])
    expect(providers.map((one) => noteOfProvider(one, one.tenantId, policies))).to.deep.equal([
      'google: who comes by it is asked for a code; not asked in 2 tenants by their policies.',
      'old: switched off.',
      'office: not asked in tenant "acme", asked in others; not asked in 1 tenants by their policies.',
    ])
  })

  it('finds tenants whose attributes are invalid, missing or changed on both sides, and names twenty of them', () => {
    const tenant = (alias: string, ...states: ComparedSetting['state'][]) => ({
      tenant: { alias },
      change: null,
      settings: states.map((state) => ({ name: 'two-factor.x', state, fault: state === 'invalid' ? 'no date' : null })),
    })
    expect(judgePolicies([tenant('well', 'ours-newer', 'keycloak-newer', 'in-sync')], [], 'shared')).to.deep.equal([])
    const [found] = judgePolicies([tenant('acme', 'invalid', 'missing', 'conflict', 'ours-newer')], [], 'shared')
    expect(found?.what).to.equal(
      'The tenant "acme": two-factor.x is invalid (no date), two-factor.x is missing, two-factor.x was changed on both sides.',
    )
    const many = Array.from({ length: 23 }, (_, index) => tenant(`t${index}`, 'missing'))
    const all = judgePolicies(many, ['gone'], 'shared')
    expect(all.map(({ what }) => what).slice(20)).to.deep.equal([
      '3 more tenants are like that.',
      '1 tenants have a policy, and no organization in Keycloak: gone.',
    ])
  })

  it('advises what the owner of policies can do about them', () => {
    const tenants = [
      { tenant: { alias: 'acme' }, change: null, settings: [{ name: 'x', state: 'invalid', fault: null } as const] },
    ]
    const cure = (owner: PolicyOwner) => judgePolicies(tenants, [], owner)[0]?.cure
    expect(cure('shared')).to.contain('--prefer')
    expect(cure('keycloak')).to.contain('Correct the attribute in Keycloak').and.not.contain('policy apply')
    expect(cure('application')).to.contain('policy apply writes ours').and.not.contain('--prefer')
  })

  it('finds tenants that may not have what Keycloak says, or wait for the number of people who lose their settings', () => {
    const tenant = (alias: string, refused: string | null) => ({
      ...{ tenant: { alias }, settings: [] },
      change: { weakens: true, refused, counts: { losesSettings: 3 } },
    })
    const found = judgePolicies([tenant('elm', 'Its plan is free.'), tenant('dune', null)], [], 'keycloak')
    expect(found.map(({ level, what }) => [level, what])).to.deep.equal([
      ['warning', 'The tenant "elm" may not have the policy that Keycloak says. Its plan is free.'],
      ['warning', 'The tenant "dune" is turned off in Keycloak, and 3 people lose their settings by it: it waits.'],
    ])
  })

  it('tells of people who would be asked twice, with the three choices', () => {
    expect(judgeOwnOtp({ lookedAt: 9, withOwnOtp: 0, isDemanded: false })).to.deep.equal([])
    const [found] = judgeOwnOtp({ lookedAt: 9, withOwnOtp: 2, isDemanded: false })
    expect(found?.what).to.contain('2 of 9')
    expect(found?.cure).to.match(/Accept it: .*acceptKeycloak.* take it over: import keycloak-otp.* leave it/)
    expect(levels(judgeOwnOtp({ lookedAt: 0, withOwnOtp: 0, isDemanded: true }))).to.deep.equal(['warning'])
  })
})
