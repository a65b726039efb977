import { expect } from 'chai'
import { asksAnew, comparePolicies } from '../../src/domain/tenant-policy/compare-policies.js'
import { describeChange } from '../../src/domain/tenant-policy/describe-change.js'
import type { TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import { samplePolicy } from '../actions/policy-people.js'

/** What is given before and after, and how it compares; the other way round is the opposite. */
const CASES: readonly [Partial<TenantPolicy>, Partial<TenantPolicy>, string][] = [
  [{ requirement: 'off' }, { requirement: 'optional' }, 'requirement stricter'],
  [{ requirement: 'optional' }, { requirement: 'required' }, 'requirement stricter'],
  [{ appliesTo: 'administrators' }, { appliesTo: 'everyone' }, 'appliesTo stricter'],
  [{ from: '2027-03-01' }, {}, 'from stricter'],
  [{ from: '2027-03-01' }, { from: '2027-02-01' }, 'from stricter'],
  [{ takesEffect: 'next-login' }, { takesEffect: 'now' }, 'takesEffect stricter'],
  [{ methods: ['totp', 'sms'] }, { methods: ['totp'] }, 'methods stricter'],
  [{ smsFallback: 'email' }, { smsFallback: 'none' }, 'smsFallback stricter'],
  [
    { sso: { bypass: 'all', providers: {} } },
    { sso: { bypass: 'organization', providers: {} } },
    'sso.bypass stricter',
  ],
  [
    { sso: { bypass: 'organization', providers: {} } },
    { sso: { bypass: 'none', providers: {} } },
    'sso.bypass stricter',
  ],
  [
    { sso: { bypass: 'all', providers: { google: 'bypass' } } },
    { sso: { bypass: 'all', providers: { google: 'enforce' } } },
    'sso.providers stricter',
  ],
  [{ trustedDevices: { days: 90 } }, { trustedDevices: { days: 0 } }, 'trustedDevices.days stricter'],
  [{ grace: { days: null, logins: 2 } }, { grace: { days: 7, logins: 2 } }, 'grace.days stricter'],
  [{ grace: { days: 7, logins: null } }, { grace: { days: 7, logins: 0 } }, 'grace.logins stricter'],
  [
    { backupCodes: { readable: 'always' } },
    { backupCodes: { readable: 'until-saved' } },
    'backupCodes.readable stricter',
  ],
  [
    { acceptKeycloak: { acr: ['gold'], amr: [] } },
    { acceptKeycloak: { acr: [], amr: [] } },
    'acceptKeycloak.acr stricter',
  ],
]

const compared = (before: Partial<TenantPolicy>, after: Partial<TenantPolicy>) =>
  comparePolicies(samplePolicy(before), samplePolicy(after))
    .map(({ field, change }) => `${field} ${change}`)
    .join(', ')

describe('two policies compared', () => {
  it('ask anew where less grace is given, and not where there was none before', () => {
    const table: [before: TenantPolicy['grace'], after: TenantPolicy['grace'], asks: boolean][] = [
      [{ days: 14, logins: null }, { days: 7, logins: null }, true],
      [{ days: 14, logins: null }, { days: 14, logins: 2 }, true],
      [{ days: 14, logins: null }, { days: 30, logins: null }, false],
      [{ days: 0, logins: 2 }, { days: 0, logins: 0 }, false],
      [{ days: 14, logins: 0 }, { days: 7, logins: 0 }, false],
      [{ days: 0, logins: 5 }, { days: 5, logins: 3 }, false],
    ]
    for (const [before, after, asks] of table) {
      const given = (grace: TenantPolicy['grace']) => samplePolicy({ requirement: 'required', grace })
      expect(asksAnew(given(before), given(after)), JSON.stringify([before, after])).to.equal(asks)
    }
    const stricter = samplePolicy({ requirement: 'required', grace: { days: 0, logins: 0 } })
    expect(asksAnew(samplePolicy({ requirement: 'optional' }), stricter)).to.equal(true)
  })

  for (const [before, after, expected] of CASES) {
    it(`${JSON.stringify(before)} → ${JSON.stringify(after)}: ${expected}`, () => {
      expect(compared(before, after)).to.equal(expected)
      expect(compared(after, before)).to.equal(expected.replace('stricter', 'weaker'))
      expect(compared(before, before)).to.equal('')
    })
  }

  it('neither where something is taken and something else given', () => {
    expect(compared({ methods: ['totp'] }, { methods: ['email'] })).to.equal('methods other')
    expect(compared({ helpContact: 'a' }, { helpContact: 'b' })).to.equal('helpContact other')
  })

  it('in any order of the same methods are the same', () => {
    expect(compared({ methods: ['totp', 'email'] }, { methods: ['email', 'totp'] })).to.equal('')
  })

  it('for the log, without an address', () => {
    const after = samplePolicy({ requirement: 'required', helpContact: 'mailto:help@acme.example', from: '2027-03-01' })
    expect(describeChange(samplePolicy(), after)).to.deep.equal([
      'requirement: optional → required',
      'from: – → 2027-03-01',
      'helpContact',
    ])
  })
})
