import { expect } from 'chai'
import fc from 'fast-check'
import { assess, type Policy, restsOnStandIn } from '../../src/domain/assess.js'
import { DEFAULT_TOTP, type Enrolment } from '../../src/domain/enrolment/enrolment.js'
import type { BypassGrant, IdentityTrust } from '../../src/domain/single-sign-on/identity.js'
import {
  type IdentityProvider,
  judgeSingleSignOn,
  letsBy,
  type SingleSignOn,
  type SingleSignOnFault,
  type SingleSignOnVerdict,
} from '../../src/domain/single-sign-on/judge-single-sign-on.js'
import type { SingleSignOnOfTenant } from '../../src/domain/tenant-policy/combine-policies.js'
import { NO_GRACE } from '../../src/domain/tenant-policy/grace.js'
import { NOON, sampleLogin } from './sample-login.js'

/** sam's account at his company's provider. */
const IDENTITY = { provider: 'office365', providerUserId: '42', userName: 'Sam@Acme.example', key: 'a'.repeat(64) }

const PROVIDER: IdentityProvider = { alias: 'office365', name: 'Office 365', enabled: true, tenantId: 'acme' }

/** The bypass that this session and person got at its start. */
const GRANT: BypassGrant = {
  keycloakSession: 'c'.repeat(64),
  subjectKey: 'd'.repeat(64),
  identity: IDENTITY.key,
  sessionStartedAt: NOON,
  endsAt: NOON + 1,
}

const tenant = (bypass: SingleSignOnOfTenant['bypass'], linked = true, providers = {}): SingleSignOnOfTenant => ({
  tenantId: linked ? 'acme' : 'birch',
  bypass,
  providers,
})

/** sam, who came by office365 at noon; his tenant's organization is linked to it, and he has a password in Keycloak. */
function given(changes: Partial<SingleSignOn> = {}): SingleSignOn {
  return {
    login: sampleLogin({ identityProvider: 'office365', identityUserName: IDENTITY.userName }),
    tenants: [tenant('organization')],
    provider: PROVIDER,
    sessionStartedAt: NOON,
    grant: null,
    identity: IDENTITY,
    trust: 'none',
    hasPassword: true,
    verifiedAddress: 'sam@acme.example',
    now: NOON,
    ...changes,
  }
}

/**
 * Whether single sign-on stands in for the second step. "linked": the provider belongs to the tenant's organization; two
 * tenants are joined by "+". "entered" tells how long after the start of the Keycloak session something was entered.
 */
const TABLE = `
  tenants ask                | entered | granted | account   | password | address | outcome

  — The tenant's own provider says that it is the person's address —
  organization, linked       | 0       | no      | none      | yes      | his     | bypass: organization
  all, linked                | 0       | no      | none      | yes      | his     | bypass: organization
  office365 by, linked       | 0       | no      | none      | yes      | his     | bypass: organization
  organization, linked       | 0       | no      | none      | yes      | other   | ask: unknown-identity
  organization, linked       | 0       | no      | none      | yes      | none    | ask: unknown-identity
  organization, linked       | 0       | no      | none      | unknown  | other   | ask: unknown-identity
  all                        | 0       | no      | none      | yes      | his     | ask: unknown-identity
  office365 by               | 0       | no      | none      | yes      | his     | ask: unknown-identity

  — Connected after a second step, or approved —
  organization, linked       | 0       | no      | connected | yes      | other   | bypass: connected
  all                        | 0       | no      | connected | yes      | none    | bypass: connected
  office365 by               | 0       | no      | approved  | yes      | none    | bypass: approved
  all                        | 0       | no      | approved  | unknown  | none    | bypass: approved

  — Nobody can have stolen a password that there is not —
  all                        | 0       | no      | none      | no       | none    | bypass: no-password
  organization, linked       | 0       | no      | none      | no       | other   | bypass: no-password

  — Every tenant that asks has to let the provider by —
  none, linked               | 0       | no      | connected | no       | his     | ask: sso-enforced
  organization               | 0       | no      | connected | no       | his     | ask: sso-enforced
  all, office365 enforced    | 0       | no      | connected | no       | his     | ask: sso-enforced
  none, office365 by         | 0       | no      | connected | yes      | other   | bypass: connected
  all + none                 | 0       | no      | connected | yes      | his     | ask: sso-enforced
  organization, linked + organization | 0 | no     | connected | yes      | his     | ask: sso-enforced
  organization, linked + all | 0       | no      | connected | yes      | his     | bypass: connected
  organization, linked + all | 0       | no      | none      | yes      | his     | ask: unknown-identity
  nobody                     | 0       | no      | connected | no       | his     | ask: sso-enforced

  — The note of the provider outlives a later entry in the session —
  organization, linked       | 1s      | no      | connected | yes      | his     | bypass: connected
  organization, linked       | -1s     | no      | connected | yes      | his     | bypass: connected
  organization, linked       | 2s      | no      | connected | yes      | his     | ask: entered-since-sso
  organization, linked       | 1h      | no      | connected | no       | his     | ask: entered-since-sso
  organization, linked       | -2s     | no      | connected | yes      | his     | ask: entered-since-sso
  organization, linked       | never   | no      | connected | yes      | his     | ask: entered-since-sso
  organization, linked       | 1h      | yes     | connected | yes      | his     | bypass: connected
  organization, linked       | 1h      | yes     | none      | yes      | his     | bypass: organization
  organization, linked       | 1h      | yes     | none      | yes      | other   | ask: unknown-identity
  organization, linked       | 1h      | ended   | connected | yes      | his     | ask: entered-since-sso
  organization, linked       | 1h      | to another session | connected | yes | his | ask: entered-since-sso
  organization, linked       | 1h      | with another account | connected | yes | his | ask: entered-since-sso
`

const MS: Record<string, number> = { '0': 0, '1s': 1_000, '-1s': -1_000, '2s': 2_000, '-2s': -2_000, '1h': 3_600_000 }
const GRANTS: Record<string, BypassGrant | null> = {
  no: null,
  yes: GRANT,
  ended: { ...GRANT, endsAt: NOON },
  'to another session': { ...GRANT, sessionStartedAt: NOON - 1_000 },
  'with another account': { ...GRANT, identity: 'b'.repeat(64) },
}
const PASSWORD: Record<string, boolean | null> = { yes: true, no: false, unknown: null }
const ADDRESS: Record<string, string | null> = { his: 'sam@acme.example', other: 'sam@else.example', none: null }

function tenantOf(words: string): SingleSignOnOfTenant {
  const parts = words.split(', ')
  const bypass = (['organization', 'all', 'none'] as const).find((word) => parts.includes(word)) ?? 'none'
  const named = parts.includes('office365 by') ? 'bypass' : parts.includes('office365 enforced') ? 'enforce' : undefined
  return tenant(bypass, parts.includes('linked'), named === undefined ? {} : { office365: named })
}

function caseOf(line: string) {
  const [tenants = '', entered = '', granted = '', trust = '', password = '', address = '', outcome = ''] = line
    .split('|')
    .map((cell) => cell.trim())
  const login = sampleLogin({
    identityProvider: 'office365',
    identityUserName: IDENTITY.userName,
    authenticatedAt: entered === 'never' ? null : NOON + (MS[entered] ?? Number.NaN),
  })
  const situation = given({
    login,
    tenants: tenants === 'nobody' ? [] : tenants.split(' + ').map(tenantOf),
    grant: GRANTS[granted] as BypassGrant | null,
    trust: trust as IdentityTrust,
    hasPassword: PASSWORD[password] as boolean | null,
    verifiedAddress: ADDRESS[address] as string | null,
  })
  return { line: line.trim().replace(/\s+/g, ' '), situation, outcome }
}

const words = (situation: SingleSignOn): string => {
  const verdict = judgeSingleSignOn(situation)
  return verdict.outcome === 'bypass' ? `bypass: ${verdict.basis}` : `ask: ${verdict.because}`
}

describe('single sign-on', () => {
  const cases = TABLE.split('\n').filter((line) => line.includes('|') && !line.includes('tenants ask'))
  for (const { line, situation, outcome } of cases.map(caseOf)) {
    it(line, () => expect(words(situation)).to.equal(outcome))
  }

  it('asks where our claim, the provider’s name, the provider, or the account is missing', () => {
    const trusted = { trust: 'connected' } as const
    const { bridge: _, ...withoutClaim } = sampleLogin({ identityProvider: 'office365' })
    expect(words(given({ ...trusted, login: withoutClaim }))).to.equal('ask: bridge-missing')
    expect(words(given({ ...trusted, login: sampleLogin() }))).to.equal('ask: bridge-missing')
    expect(words(given({ ...trusted, provider: null }))).to.equal('ask: provider-disabled')
    for (const change of [{ enabled: false }, { alias: 'google' }]) {
      expect(words(given({ ...trusted, provider: { ...PROVIDER, ...change } }))).to.equal('ask: provider-disabled')
    }
    expect(words(given({ ...trusted, identity: null }))).to.equal('ask: unknown-identity')
    expect(words(given({ ...trusted, identity: { ...IDENTITY, provider: 'google' } }))).to.equal(
      'ask: unknown-identity',
    )
    expect(words(given({ ...trusted, sessionStartedAt: null }))).to.equal('ask: entered-since-sso')
  })

  it('takes no address for another whose letters are alike in some language', () => {
    const called = (userName: string, verifiedAddress: string) => {
      const login = sampleLogin({ identityProvider: 'office365', identityUserName: userName })
      return words(given({ login, identity: { ...IDENTITY, userName }, verifiedAddress }))
    }
    expect(called('KIM@acme.example', 'kim@acme.example')).to.equal('bypass: organization')
    expect(called('\u212Aim@acme.example', 'kim@acme.example')).to.equal('ask: unknown-identity')
    expect(called('', '')).to.equal('ask: unknown-identity')
  })

  it('asks where the session began with another account than the one that is connected now', () => {
    for (const identityUserName of [undefined, 'thief@acme.example', 'sam@acme.example']) {
      const login = sampleLogin({
        identityProvider: 'office365',
        ...(identityUserName !== undefined && { identityUserName }),
      })
      expect(words(given({ login, trust: 'connected', hasPassword: false }))).to.equal('ask: unknown-identity')
    }
  })

  it('finds no setting for providers that are called like what every object has', () => {
    for (const alias of ['__proto__', 'constructor', 'toString']) {
      const provider = { ...PROVIDER, alias }
      expect(letsBy(tenant('none', true, {}), provider)).to.equal(false)
      expect(letsBy(tenant('all', true, {}), provider)).to.equal(true)
    }
  })

  it('lets nobody without a tenant by as a provider’s own people', () => {
    const tenants = [{ tenantId: null, bypass: 'organization', providers: {} }] as const
    const provider = { ...PROVIDER, tenantId: null }
    expect(words(given({ tenants, provider, trust: 'connected' }))).to.equal('ask: sso-enforced')
  })

  it('lets nobody by whom one more tenant, or one thing less, would not', () => {
    const tenants = fc.array(
      fc.record({
        bypass: fc.constantFrom<'organization' | 'all' | 'none'>('organization', 'all', 'none'),
        providers: fc.constantFrom({}, { office365: 'enforce' as const }, { office365: 'bypass' as const }),
        tenantId: fc.constantFrom('acme', 'birch', 'dune', null),
      }),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(tenants, tenants, fc.constantFrom<IdentityTrust>('none', 'connected'), (one, more, trust) => {
        const all = judgeSingleSignOn(given({ tenants: [...one, ...more], trust }))
        if (all.outcome === 'ask' || one.length === 0) return
        expect(judgeSingleSignOn(given({ tenants: one, trust })).outcome).to.equal('bypass')
      }),
    )
  })
})

/** What single sign-on means for a login: a second factor that exists, a policy, and what the page asks. */
const DECISIONS = `
  sign-in          | enrolled | policy   | the route asks | outcome   | because

  bypass           | yes      | optional | as policy      | allow     | enrolled, single-sign-on
  bypass           | yes      | required | as policy      | allow     | enrolled, single-sign-on
  bypass           | no       | required | as policy      | allow     | not-enrolled, single-sign-on
  bypass           | no       | optional | as policy      | allow     | not-enrolled, single-sign-on
  bypass           | yes      | optional | any code       | allow     | route-requires, enrolled, single-sign-on
  bypass           | no       | optional | any code       | allow     | route-requires, not-enrolled, single-sign-on

  — … nor is a login asked for which Keycloak itself has asked for enough —
  strong           | yes      | optional | as policy      | allow     | enrolled, keycloak-strong
  strong           | no       | required | as policy      | allow     | not-enrolled, keycloak-strong
  strong           | yes      | optional | any code       | allow     | route-requires, enrolled, keycloak-strong

  — Nothing stands in for a code of the last minutes —
  strong           | yes      | optional | 5m             | challenge | route-requires, enrolled
  bypass           | yes      | optional | 5m             | challenge | route-requires, enrolled
  bypass           | no       | required | 5m             | enrol     | route-requires, not-enrolled

  — What does not stand in is said, and asked as everybody is —
  unknown-identity | yes      | optional | as policy      | challenge | enrolled, unknown-identity
  unknown-identity | no       | required | as policy      | enrol     | not-enrolled, unknown-identity, policy-required
  unknown-identity | no       | optional | as policy      | allow     | not-enrolled, unknown-identity, policy-optional
  sso-enforced     | no       | required | as policy      | enrol     | not-enrolled, sso-enforced, policy-required
  not judged       | yes      | off      | as policy      | challenge | enrolled
  not judged       | no       | required | as policy      | enrol     | not-enrolled, policy-required
`

describe('a login by single sign-on', () => {
  const lines = DECISIONS.split('\n').filter((line) => line.includes('|') && !line.includes('the route asks'))
  for (const line of lines) {
    const [signIn = '', enrolled, requirement, asks, outcome, because] = line.split('|').map((cell) => cell.trim())
    it(line.trim().replace(/\s+/g, ' '), () => {
      const decision = assess({
        login: sampleLogin({ identityProvider: 'office365' }),
        policy: {
          requirement: requirement as Policy['requirement'],
          takesEffect: 'next-login',
          requiredSince: 0,
          trustedDevices: { days: 0 },
        },
        enrolment: enrolled === 'yes' ? ENROLMENT : null,
        revokedAt: null,
        verified: null,
        trust: null,
        singleSignOn: verdictOf(signIn),
        strong: signIn === 'strong',
        mayLook: false,
        grace: NO_GRACE,
        exempt: false,
        demand: asks === 'as policy' ? { by: 'policy' } : { by: 'route', withinMs: asks === '5m' ? 300_000 : null },
        now: NOON,
      })
      expect(decision.reasons.join(', ')).to.equal(because)
      expect(decision.outcome).to.equal(outcome)
      expect(restsOnStandIn(decision)).to.equal(
        because?.endsWith('single-sign-on') || because?.endsWith('keycloak-strong'),
      )
    })
  }
})

const ENROLMENT: Enrolment = {
  id: '0192f000-0000-7000-8000-000000000000',
  method: 'totp',
  totp: DEFAULT_TOTP,
  sealedSecret: 'sealed',
  confirmedAt: NOON - 86_400_000,
  activeSince: NOON - 86_400_000,
  backupCodesSavedAt: null,
}

function verdictOf(words: string): SingleSignOnVerdict | null {
  if (words === 'not judged' || words === 'strong') return null
  return words === 'bypass'
    ? { outcome: 'bypass', basis: 'connected', provider: 'Office 365' }
    : { outcome: 'ask', because: words as SingleSignOnFault }
}
