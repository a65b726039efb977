import assert from 'node:assert/strict'
import { attributesOf } from '../../domain/policy-sync/settings.js'
import { DEFAULT_POLICY, type TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import type { ContractStores } from './contract-runner.js'
import { effectsFor, NO_EFFECTS, NOW, newKey, traces } from './fixtures.js'

const OPTIONAL: TenantPolicy = { ...DEFAULT_POLICY, requirement: 'optional' }
const REQUIRED: TenantPolicy = {
  ...DEFAULT_POLICY,
  requirement: 'required',
  from: '2027-03-01',
  helpContact: '内線 4711',
}

/** What a write keeps besides the policy. */
const at = (policy: TenantPolicy, subjectKey: string) => ({
  policy,
  synchronized: null,
  changedAt: NOW,
  stricterAt: NOW - 1,
  effects: effectsFor(subjectKey),
})

export function policyPromises({ describe, it, one, other }: ContractStores): void {
  describe('policies of tenants', () => {
    it('are kept as they were written, one for each tenant of a realm', async () => {
      const [realm, elsewhere, subjectKey] = [newKey(), newKey(), newKey()]
      assert.deepEqual(await one().tenantPolicies(realm, ['acme', 'birch']), [null, null])
      assert.deepEqual(await one().policyEpochs(realm, ['acme']), [0])
      const expected = { tenantId: 'acme', version: 0 }
      assert.equal(await one().putTenantPolicy(realm, expected, at(REQUIRED, subjectKey)), 'settled')
      const [birch, acme] = await other().tenantPolicies(realm, ['birch', 'acme'])
      assert.equal(birch, null)
      assert.deepEqual(acme, {
        tenantId: 'acme',
        policy: REQUIRED,
        synchronized: null,
        epoch: 1,
        version: 1,
        changedAt: NOW,
        stricterAt: NOW - 1,
      })
      assert.deepEqual(await other().tenantPolicies(elsewhere, ['acme']), [null])
      assert.deepEqual(await other().policyEpochs(realm, ['acme', 'birch']), [1, 0])
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('are changed by one of those who read the same, whoever comes in parallel', async () => {
      const [realm, subjectKey] = [newKey(), newKey()]
      for (const version of [0, 1]) {
        const settlements = await Promise.all(
          Array.from({ length: 8 }, (_, i) => {
            const expected = { tenantId: 'acme', version }
            const policy = { ...OPTIONAL, trustedDevices: { days: 10 * version + i } }
            return (i % 2 ? one() : other()).putTenantPolicy(realm, expected, at(policy, subjectKey))
          }),
        )
        assert.equal(settlements.filter((settlement) => settlement === 'settled').length, 1)
      }
      assert.equal(await traces(one(), subjectKey), 2)
      assert.deepEqual(await one().policyEpochs(realm, ['acme']), [2])
    })

    it('keep their epoch where only the state in Keycloak is noted', async () => {
      const [realm, subjectKey] = [newKey(), newKey()]
      await one().putTenantPolicy(realm, { tenantId: 'acme', version: 0 }, at(OPTIONAL, subjectKey))
      const writes = { ...at(OPTIONAL, subjectKey), synchronized: attributesOf(OPTIONAL) }
      assert.equal(await one().putTenantPolicy(realm, { tenantId: 'acme', version: 1 }, writes), 'settled')
      const [record] = await other().tenantPolicies(realm, ['acme'])
      assert.deepEqual([record?.epoch, record?.version], [1, 2])
      assert.deepEqual(record?.synchronized, attributesOf(OPTIONAL))
      assert.deepEqual(record?.policy, OPTIONAL)
    })

    it('are listed in parts', async () => {
      const [realm, subjectKey] = [newKey(), newKey()]
      for (const tenantId of ['c', 'a', 'b']) {
        await one().putTenantPolicy(realm, { tenantId, version: 0 }, at(OPTIONAL, subjectKey))
      }
      const names = async (after: string | null) =>
        (await other().listTenantPolicies(realm, after, 2)).map(({ tenantId }) => tenantId)
      assert.deepEqual(await names(null), ['a', 'b'])
      assert.deepEqual(await names('b'), ['c'])
      assert.deepEqual(await names('c'), [])
    })
  })

  describe('grace', () => {
    it('is spent by one of those who read the same, of all tenants or of none', async () => {
      const [subjectKey, login, later] = [newKey(), newKey(), newKey()]
      const begun = (tenantId: string) => ({ tenantId, startedAt: NOW, logins: 1, spentBy: [login] })
      assert.deepEqual(await one().graces(subjectKey, ['acme', 'birch']), [])
      const spend = () => {
        const spent = [{ before: null, after: begun('acme') }]
        return one().spendGraces(subjectKey, spent, effectsFor(subjectKey))
      }
      const settlements = await Promise.all(Array.from({ length: 8 }, spend))
      assert.equal(settlements.filter((settlement) => settlement === 'settled').length, 1)
      assert.deepEqual(await other().graces(subjectKey, ['acme', 'birch']), [begun('acme')])

      const next = { ...begun('acme'), logins: 2, spentBy: [login, later] }
      const both = [
        { before: null, after: begun('birch') },
        { before: { ...begun('acme'), logins: 5 }, after: next },
      ]
      assert.equal(await other().spendGraces(subjectKey, both, effectsFor(subjectKey)), 'moved')
      assert.deepEqual(await one().graces(subjectKey, ['acme', 'birch']), [begun('acme')])
      const right = [{ before: begun('acme'), after: next }]
      assert.equal(await other().spendGraces(subjectKey, right, effectsFor(subjectKey)), 'settled')
      assert.deepEqual(await one().graces(subjectKey, ['acme']), [next])
      assert.equal(await traces(one(), subjectKey), 2)
    })

    it('remembers each login that spent one, as many as a policy can give', async () => {
      const [subjectKey, logins] = [newKey(), Array.from({ length: 365 }, newKey)]
      const begun = { tenantId: 'acme', startedAt: NOW, logins: 364, spentBy: logins.slice(0, -1) }
      const whole = { ...begun, logins: 365, spentBy: logins }
      await one().spendGraces(subjectKey, [{ before: null, after: begun }], NO_EFFECTS)
      assert.equal(await other().spendGraces(subjectKey, [{ before: begun, after: whole }], NO_EFFECTS), 'settled')
      assert.deepEqual(await one().graces(subjectKey, ['acme']), [whole])
    })

    it('is carried from one login to another one, of the same person alone, and by nobody who read it before', async () => {
      const [subjectKey, bystander, first, last, next] = [newKey(), newKey(), newKey(), newKey(), newKey()]
      const spentBy = (...logins: string[]) => ({ tenantId: 'acme', startedAt: NOW, logins: 2, spentBy: logins })
      for (const whose of [subjectKey, bystander]) {
        await one().spendGraces(whose, [{ before: null, after: spentBy(first, last) }], NO_EFFECTS)
      }
      await other().carryGraces(subjectKey, first, next)
      assert.deepEqual(await one().graces(subjectKey, ['acme']), [spentBy(next, last)])
      const late = [{ before: spentBy(first, last), after: { ...spentBy(first, last, newKey()), logins: 3 } }]
      assert.equal(await one().spendGraces(subjectKey, late, NO_EFFECTS), 'moved')
      await other().carryGraces(subjectKey, last, first)
      await other().carryGraces(subjectKey, newKey(), newKey())
      assert.deepEqual(await one().graces(subjectKey, ['acme']), [spentBy(next, first)])
      assert.deepEqual(await one().graces(bystander, ['acme']), [spentBy(first, last)])
    })
  })
}
