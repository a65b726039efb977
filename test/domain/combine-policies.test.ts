import { expect } from 'chai'
import {
  combinePolicies,
  type Policy,
  policyWithoutTenant,
  STRICTEST,
  type TenantStanding,
} from '../../src/domain/tenant-policy/combine-policies.js'
import { DEFAULT_POLICY, EVERYTHING, type TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'

const NOW = Date.UTC(2027, 2, 1, 12)
const OFF: TenantPolicy = { ...DEFAULT_POLICY, requirement: 'off' }
const FREE = { ...EVERYTHING, requirements: ['off', 'optional'] } as const

/** A tenant of the person; what is not said is the default, of somebody who is no administrator, on a plan with everything. */
function tenant(
  tenantId: string,
  policy: Partial<TenantPolicy> & Pick<TenantPolicy, 'requirement'>,
  standing: Partial<Omit<TenantStanding, 'policy' | 'tenantId'>> = {},
): TenantStanding {
  return {
    tenantId,
    policy: { ...DEFAULT_POLICY, ...policy },
    entitlement: EVERYTHING,
    administrator: false,
    stricterAt: 0,
    epoch: 1,
    ...standing,
  }
}

const combined = (...standings: TenantStanding[]): Policy =>
  combinePolicies(standings, { now: NOW, timeZone: 'Asia/Tokyo', otherwise: OFF })

const off = tenant('birch', { requirement: 'off' })
const optional = tenant('birch', { requirement: 'optional' })
const required = tenant('dune', { requirement: 'required' })
const forAdministrators = { requirement: 'required', appliesTo: 'administrators' } as const
const later = { requirement: 'required', from: '2027-03-02' } as const
const today = { requirement: 'required', from: '2027-03-01' } as const
/** Midnight in Tokyo on the first of March. */
const MIDNIGHT = Date.UTC(2027, 1, 28, 15)

describe('the policies of a person’s tenants', () => {
  describe('require together', () => {
    const cases: [string, TenantStanding[], Policy['requirement'], string[]][] = [
      ['nothing, where the only tenant does not use it', [off], 'off', []],
      ['nothing, where none of two uses it', [off, tenant('cedar', { requirement: 'off' })], 'off', []],
      ['what the only tenant does', [optional], 'optional', []],
      ['what one does, where the other does not use it', [off, required], 'required', ['dune']],
      ['the highest', [optional, required], 'required', ['dune']],
      ['the highest, in any order', [required, optional], 'required', ['dune']],
      ['nothing of others, where it is for administrators', [tenant('cedar', forAdministrators)], 'off', []],
      ['it of an administrator', [tenant('cedar', forAdministrators, { administrator: true })], 'required', ['cedar']],
      ['nothing before the day has come', [tenant('acme', later)], 'optional', []],
      ['it from midnight of the day on', [tenant('acme', today)], 'required', ['acme']],
      [
        'nothing where the plan does not include it',
        [tenant('elm', { requirement: 'required' }, { entitlement: FREE })],
        'optional',
        [],
      ],
      ['it by name of each that does', [required, tenant('acme', today)], 'required', ['dune', 'acme']],
    ]
    for (const [title, standings, requirement, requiredBy] of cases) {
      it(title, () => {
        expect(combined(...standings)).to.deep.include({ requirement, requiredBy })
      })
    }
  })

  it('have required it since the first of them did: since its last change, or the midnight that it waited for', () => {
    expect(combined(tenant('dune', { requirement: 'required' }, { stricterAt: NOW - 5 })).requiredSince).to.equal(
      NOW - 5,
    )
    expect(combined(tenant('acme', today, { stricterAt: 5 })).requiredSince).to.equal(MIDNIGHT)
    expect(combined(tenant('acme', today, { stricterAt: NOW - 5 })).requiredSince).to.equal(NOW - 5)
    expect(combined(required, tenant('acme', today)).requiredSince).to.equal(0)
    expect(combined(optional).requiredSince).to.equal(0)
  })

  describe('combine field by field', () => {
    const pairs: [string, Partial<TenantPolicy>, Partial<TenantPolicy>, Partial<Policy>][] = [
      [
        'the methods that both allow',
        { methods: ['totp', 'sms'] },
        { methods: ['sms', 'email'] },
        { methods: ['sms'] },
      ],
      [
        'an authenticator app where they agree on none',
        { methods: ['sms'] },
        { methods: ['email'] },
        { methods: ['totp'] },
      ],
      ['no fallback where one has none', { smsFallback: 'none' }, { smsFallback: 'email' }, { smsFallback: 'none' }],
      ['the fewest days of trust', { trustedDevices: { days: 7 } }, {}, { trustedDevices: { days: 7 } }],
      ['“now” before “next login”', { takesEffect: 'now' }, {}, { takesEffect: 'now' }],
      [
        'the smallest days and the smallest logins of grace',
        { grace: { days: 30, logins: 2 } },
        { grace: { days: 10, logins: null } },
        { grace: { days: 10, logins: 2 } },
      ],
      ['no grace where one gives none', { grace: { days: 30, logins: 2 } }, {}, { grace: { days: 0, logins: 0 } }],
      [
        'codes to be read once, where one says so',
        { backupCodes: { readable: 'always' } },
        {},
        { backupCodes: { readable: 'until-saved' } },
      ],
      [
        'codes to be read again where both say so',
        { backupCodes: { readable: 'always' } },
        { backupCodes: { readable: 'always' } },
        { backupCodes: { readable: 'always' } },
      ],
      [
        'Keycloak’s own factors that both accept',
        { acceptKeycloak: { acr: ['gold', 'silver'], amr: ['hwk'] } },
        { acceptKeycloak: { acr: ['gold'], amr: [] } },
        { acceptKeycloak: { acr: ['gold'], amr: [] } },
      ],
      [
        'the help contact of the one that has one',
        {},
        { helpContact: 'extension 4711' },
        { helpContact: 'extension 4711' },
      ],
    ]
    for (const [title, one, other, expected] of pairs) {
      it(title, () => {
        const [a, b] = [
          tenant('a', { requirement: 'required', ...one }),
          tenant('b', { requirement: 'required', ...other }),
        ]
        expect(combined(a, b)).to.deep.include(expected)
        expect(combined(b, a)).to.deep.include(expected)
      })
    }

    it('takes methods away that the plan does not include', () => {
      const entitlement = { ...EVERYTHING, methods: ['totp', 'email'] as const }
      expect(combined(tenant('elm', { requirement: 'optional' }, { entitlement })).methods).to.deep.equal([
        'totp',
        'email',
      ])
    })

    it('keeps each tenant’s word on identity providers, so that one alone can ask', () => {
      const strict = tenant('dune', { requirement: 'required', sso: { bypass: 'none', providers: {} } })
      expect(combined(optional, strict).sso).to.deep.equal([
        { tenantId: 'birch', bypass: 'organization', providers: {} },
        { tenantId: 'dune', bypass: 'none', providers: {} },
      ])
    })

    it('listens to no tenant that asks nothing', () => {
      const silent = tenant('birch', {
        requirement: 'off',
        methods: ['sms'],
        takesEffect: 'now',
        trustedDevices: { days: 0 },
        grace: { days: 1, logins: 1 },
      })
      expect(combined(silent, required)).to.deep.equal({ ...combined(required), epochs: { birch: 1, dune: 1 } })
    })

    it('takes grace and effect from those alone that require it', () => {
      const relaxed = tenant('birch', { requirement: 'optional', takesEffect: 'now', grace: { days: 0, logins: 0 } })
      const strict = tenant('dune', { requirement: 'required', grace: { days: 30, logins: 5 } })
      expect(combined(relaxed, strict)).to.deep.include({ takesEffect: 'next-login', grace: { days: 30, logins: 5 } })
    })
  })

  it('never give less than the strictest that is assumed where nobody can tell', () => {
    const least = policyWithoutTenant({
      ...DEFAULT_POLICY,
      requirement: 'required',
      takesEffect: 'now',
      methods: ['totp'],
      smsFallback: 'none',
      sso: { bypass: 'none', providers: {} },
      trustedDevices: { days: 0 },
    })
    expect(STRICTEST).to.deep.equal(least)
  })
})
