import assert from 'node:assert/strict'
import type { BypassGrant, KnownIdentity } from '../../domain/single-sign-on/identity.js'
import type { ContractStores } from './contract-runner.js'
import { effectsFor, enrolledPerson, expectedOf, NO_EFFECTS, NOW, newKey, newPerson, traces } from './fixtures.js'

const seen = (subjectKey: string, rest: Partial<KnownIdentity> = {}): KnownIdentity => ({
  key: newKey(),
  subjectKey,
  provider: 'büro-雪',
  trust: 'none',
  since: NOW,
  ...rest,
})

const grantFor = (subjectKey: string, rest: Partial<BypassGrant> = {}): BypassGrant => ({
  keycloakSession: newKey(),
  subjectKey,
  identity: newKey(),
  sessionStartedAt: NOW - 5_000,
  endsAt: NOW + 86_400_000,
  ...rest,
})

export function singleSignOnPromises({ describe, it, one, other }: ContractStores): void {
  describe('accounts at identity providers', () => {
    it('are noted once, also for somebody who is not registered, whoever comes in parallel', async () => {
      const subjectKey = newKey()
      const identity = seen(subjectKey)
      assert.equal(await one().knownIdentity(subjectKey, identity.key), null)
      const firsts = await Promise.all(
        Array.from({ length: 8 }, (_, i) => (i % 2 ? one() : other()).noteIdentity(identity, effectsFor(subjectKey))),
      )
      assert.equal(firsts.filter((first) => first).length, 1)
      assert.equal(await traces(one(), subjectKey), 1)
      assert.deepEqual(await other().knownIdentity(subjectKey, identity.key), identity)
    })

    it('stay trusted when they are seen again', async () => {
      const subjectKey = await newPerson(one())
      const trusted = seen(subjectKey, { trust: 'connected' })
      await one().trustIdentity(trusted, effectsFor(subjectKey))
      assert.equal(await other().noteIdentity({ ...trusted, trust: 'none' }, effectsFor(subjectKey)), false)
      assert.deepEqual(await other().knownIdentity(subjectKey, trusted.key), trusted)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('are trusted after they were only seen, and listed for their owner alone', async () => {
      const [subjectKey, stranger] = [await newPerson(one()), await newPerson(one())]
      const identities = [seen(subjectKey), seen(subjectKey, { trust: 'approved' }), seen(subjectKey)]
      for (const identity of identities) await one().noteIdentity(identity, NO_EFFECTS)
      const [first] = identities as [KnownIdentity]
      await one().trustIdentity({ ...first, trust: 'approved', since: NOW + 1 }, effectsFor(subjectKey))
      const found = await other().knownIdentities(subjectKey)
      assert.deepEqual(
        found.map(({ key }) => key),
        identities.map(({ key }) => key).sort(),
      )
      assert.deepEqual(await other().knownIdentity(subjectKey, first.key), {
        ...first,
        trust: 'approved',
        since: NOW + 1,
      })
      assert.deepEqual(await one().knownIdentities(stranger), [])
      assert.equal(await one().knownIdentity(stranger, first.key), null)
    })

    it('are forgotten with the bypasses granted with them, and every session is judged anew', async () => {
      const { subjectKey } = await enrolledPerson(one())
      const before = await expectedOf(one(), subjectKey)
      const [gone, kept] = [seen(subjectKey, { trust: 'connected' }), seen(subjectKey, { trust: 'connected' })]
      for (const identity of [gone, kept]) await one().trustIdentity(identity, NO_EFFECTS)
      const [grant, otherGrant] = [grantFor(subjectKey, { identity: gone.key }), grantFor(subjectKey)]
      for (const given of [grant, otherGrant]) await one().grantBypass(given)
      await other().forgetIdentity(subjectKey, gone.key, effectsFor(subjectKey))
      assert.deepEqual(await one().knownIdentities(subjectKey), [kept])
      assert.equal(await one().bypassGrant(subjectKey, grant.keycloakSession), null)
      assert.deepEqual(await one().bypassGrant(subjectKey, otherGrant.keycloakSession), otherGrant)
      assert.equal(await one().epoch(subjectKey), before.epoch + 1)
      assert.notEqual((await expectedOf(one(), subjectKey)).version, before.version)
      assert.equal(await traces(one(), subjectKey), 1)
    })

    it('are not forgotten by somebody else', async () => {
      const [subjectKey, stranger] = [await newPerson(one()), await newPerson(one())]
      const identity = seen(subjectKey, { trust: 'connected' })
      const grant = grantFor(subjectKey, { identity: identity.key })
      await one().trustIdentity(identity, NO_EFFECTS)
      await one().grantBypass(grant)
      await one().forgetIdentity(stranger, identity.key, NO_EFFECTS)
      assert.deepEqual(await other().knownIdentity(subjectKey, identity.key), identity)
      assert.deepEqual(await other().bypassGrant(subjectKey, grant.keycloakSession), grant)
    })
  })

  describe('bypasses of single sign-on', () => {
    it('are found by their own person and Keycloak session alone, the newest one', async () => {
      const [subjectKey, stranger] = [newKey(), newKey()]
      const grant = grantFor(subjectKey)
      await one().grantBypass(grant)
      await other().grantBypass({ ...grant, sessionStartedAt: NOW })
      assert.deepEqual(await one().bypassGrant(subjectKey, grant.keycloakSession), { ...grant, sessionStartedAt: NOW })
      assert.equal(await one().bypassGrant(stranger, grant.keycloakSession), null)
      assert.equal(await one().bypassGrant(subjectKey, newKey()), null)
    })

    it('end when sessions are revoked, and when everything is turned off', async () => {
      for (const end of ['revokeSessions', 'turnOff'] as const) {
        const { subjectKey } = await enrolledPerson(one())
        const [grant, bystander] = [grantFor(subjectKey), grantFor(newKey())]
        for (const given of [grant, bystander]) await one().grantBypass(given)
        const expected = await expectedOf(one(), subjectKey)
        assert.equal(await other()[end](expected, { revokedAt: NOW, effects: NO_EFFECTS }), 'settled')
        assert.equal(await one().bypassGrant(subjectKey, grant.keycloakSession), null)
        assert.ok(await one().bypassGrant(bystander.subjectKey, bystander.keycloakSession))
      }
    })
  })
}
