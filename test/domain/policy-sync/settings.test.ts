import { expect } from 'chai'
import { attributesOf, readSetting, withAttributes } from '../../../src/domain/policy-sync/settings.js'
import type { TenantPolicy } from '../../../src/domain/tenant-policy/tenant-policy.js'
import { samplePolicy } from '../../actions/policy-people.js'

const RICH: Partial<TenantPolicy> = {
  requirement: 'required',
  appliesTo: 'administrators',
  from: '2027-03-01',
  takesEffect: 'now',
  methods: ['totp', 'email'],
  smsFallback: 'none',
  sso: { bypass: 'none', providers: { google: 'enforce', 'office-365': 'bypass' } },
  trustedDevices: { days: 0 },
  grace: { days: null, logins: 2 },
  backupCodes: { readable: 'always' },
  acceptKeycloak: { acr: ['silver', 'gold'], amr: [] },
  helpContact: '内線 4711',
}

/** Attribute, its values, and what is read: values, or a piece of what is said to be wrong. */
const READ: readonly [string, readonly string[], readonly string[] | string][] = [
  ['requirement', ['required'], ['required']],
  ['requirement', ['Required'], 'must be one of "off", "optional", "required"'],
  ['requirement', ['off', 'required'], 'must be one of'],
  ['requirement', [' off'], 'must be one of'],
  ['requirment', ['off'], 'is no setting; is its name misspelt?'],
  ['applies-to', ['administrators'], ['administrators']],
  ['from', ['2027-03-01'], ['2027-03-01']],
  ['from', ['none'], ['none']],
  ['from', ['2027-02-30'], 'must be a date'],
  ['from', ['tomorrow'], 'must be a date'],
  ['methods', ['totp', 'email'], ['email', 'totp']],
  ['methods', ['none'], 'must name a method'],
  ['methods', ['totp', 'totp'], ['totp']],
  ['methods', ['pigeon'], 'must be one of'],
  ['methods', ['totp,email'], 'must be one of'],
  ['sso-bypass', ['all'], ['all']],
  ['sso.google', ['enforce'], ['enforce']],
  ['sso.google', ['default'], ['default']],
  ['sso.google', ['off'], 'must be one of "bypass", "enforce"'],
  ['sso.no alias', ['enforce'], 'must be the alias'],
  ['sso.', ['enforce'], 'is no setting'],
  ['trusted-devices.days', ['30'], ['30']],
  ['trusted-devices.days', ['unlimited'], 'whole number from 0 to 365'],
  ['trusted-devices.days', ['366'], 'whole number from 0 to 365'],
  ['trusted-devices.days', ['-1'], 'whole number from 0 to 365'],
  ['trusted-devices.days', ['1e2'], 'whole number from 0 to 365'],
  ['grace.days', ['unlimited'], ['unlimited']],
  ['grace.logins', ['0'], ['0']],
  ['accept-keycloak.acr', ['none'], ['none']],
  ['accept-keycloak.acr', ['b', 'a'], ['a', 'b']],
  ['accept-keycloak.amr', ['x'.repeat(256)], 'longer than 255'],
  ['help-contact', ['mailto:help@acme.example'], ['mailto:help@acme.example']],
  ['help-contact', ['x'.repeat(201)], 'at most 200'],
  ['help-contact', ['two\nlines'], 'must be a text'],
]

describe('a policy as attributes of an organization', () => {
  it('has one for each setting, and lists as several values', () => {
    expect(attributesOf(samplePolicy(RICH))).to.deep.equal({
      'two-factor.requirement': ['required'],
      'two-factor.applies-to': ['administrators'],
      'two-factor.from': ['2027-03-01'],
      'two-factor.takes-effect': ['now'],
      'two-factor.methods': ['email', 'totp'],
      'two-factor.sms-fallback': ['none'],
      'two-factor.sso-bypass': ['none'],
      'two-factor.sso.google': ['enforce'],
      'two-factor.sso.office-365': ['bypass'],
      'two-factor.trusted-devices.days': ['0'],
      'two-factor.grace.days': ['unlimited'],
      'two-factor.grace.logins': ['2'],
      'two-factor.backup-codes': ['always'],
      'two-factor.accept-keycloak.acr': ['gold', 'silver'],
      'two-factor.accept-keycloak.amr': ['none'],
      'two-factor.help-contact': ['内線 4711'],
    })
  })

  it('says what is not there, so that absent never means it', () => {
    const { 'two-factor.from': from, 'two-factor.help-contact': contact } = attributesOf(samplePolicy())
    expect([from, contact]).to.deep.equal([['none'], ['none']])
  })

  it('is the same policy read back', () => {
    for (const policy of [samplePolicy(RICH), samplePolicy()]) {
      const read = withAttributes(samplePolicy({ requirement: 'off', helpContact: 'x' }), attributesOf(policy))
      expect(attributesOf(read)).to.deep.equal(attributesOf(policy))
      expect(read.helpContact).to.equal(policy.helpContact)
      expect(read.sso).to.deep.equal(policy.sso)
    }
  })

  it('gives up a provider that is to follow the others', () => {
    const { sso } = withAttributes(samplePolicy(RICH), { 'two-factor.sso.google': ['default'] })
    expect(sso.providers).to.deep.equal({ 'office-365': 'bypass' })
  })

  for (const [name, values, expected] of READ) {
    it(`reads ${name} = ${JSON.stringify(values).slice(0, 50)}: ${JSON.stringify(expected)}`, () => {
      const read = readSetting(`two-factor.${name}`, values)
      if (typeof expected === 'string') expect('fault' in read && read.fault).to.contain(expected)
      else expect(read).to.deep.equal({ values: expected })
    })
  }

  it('takes no attribute for more than it is', () => {
    for (const alias of ['__proto__', 'constructor', 'prototype']) {
      readSetting(`two-factor.sso.${alias}`, ['bypass'])
      withAttributes(samplePolicy(), { [`two-factor.sso.${alias}`]: ['bypass'] })
    }
    expect(Object.keys(Object.prototype)).to.deep.equal([])
    expect((samplePolicy().sso.providers as Record<string, unknown>).google).to.equal(undefined)
  })
})
