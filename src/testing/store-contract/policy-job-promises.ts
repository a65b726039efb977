import assert from 'node:assert/strict'
import type { PolicyJob } from '../../domain/tenant-policy/policy-job.js'
import type { Store } from '../../ports/store.js'
import type { ContractStores } from './contract-runner.js'
import { message, NOW, newId, newPerson, someAttempts } from './fixtures.js'

/** Earlier than all that other suites would claim, so that jobs here are the only ones due. */
const THEN = NOW

const job = (rest: Partial<PolicyJob> = {}): PolicyJob => ({
  id: newId(),
  issuer: 'https://keycloak.example/realms/東京',
  tenantId: newId(),
  kind: 'announce',
  before: { requirement: 'optional', appliesTo: 'everyone' },
  from: '2027-03-01',
  daysBefore: 14,
  by: newId(),
  createdAt: THEN,
  nextAt: THEN,
  cursor: 0,
  done: 0,
  version: 0,
  ...rest,
})

async function add(store: Store, added: PolicyJob): Promise<PolicyJob> {
  const subjectKey = await newPerson(store)
  const effects = { audit: [], messages: [], policyJobs: [added] }
  await store.settle({ subjectKey, version: 0, epoch: 0 }, { attempts: someAttempts, effects })
  return added
}

export function policyJobPromises({ describe, it, one, other }: ContractStores): void {
  const end = { cursor: 0, nextAt: null, done: 0, messages: [] }

  describe('jobs of policies', () => {
    it('come with the change that makes them, and not without it', async () => {
      const added = job()
      const subjectKey = await newPerson(one())
      const effects = { audit: [], messages: [], policyJobs: [added] }
      const lost = await one().settle({ subjectKey, version: 7, epoch: 0 }, { attempts: someAttempts, effects })
      assert.equal(lost, 'moved')
      assert.deepEqual(await other().policyJobs(added.tenantId), [])
      await one().settle({ subjectKey, version: 0, epoch: 0 }, { attempts: someAttempts, effects })
      assert.deepEqual(await other().policyJobs(added.tenantId), [added])
      const claimed = await other().claimPolicyJob(THEN, THEN + 1_000)
      assert.deepEqual(claimed, { ...added, nextAt: THEN + 1_000, version: 1 })
      await one().advancePolicyJob(claimed ?? added, end)
    })

    it('go to one of several processes, and to another once the lease has ended', async () => {
      const added = await add(one(), job())
      const claims = await Promise.all(
        [one(), other(), one(), other()].map((store) => store.claimPolicyJob(THEN, THEN + 60_000)),
      )
      assert.deepEqual(
        claims.flatMap((claimed) => (claimed === null ? [] : [claimed.id])),
        [added.id],
      )
      assert.equal(await other().claimPolicyJob(THEN + 59_999, THEN + 90_000), null)
      const again = await other().claimPolicyJob(THEN + 60_000, THEN + 90_000)
      assert.equal(again?.id, added.id)
      const late = claims.find((claimed) => claimed !== null) ?? added
      assert.equal(await one().advancePolicyJob(late, { ...end, cursor: 9 }), null)
      await other().advancePolicyJob(again ?? added, end)
    })

    it('are not due before their time, and never once they are done', async () => {
      const added = await add(one(), job({ nextAt: THEN + 1 }))
      assert.equal(await one().claimPolicyJob(THEN, THEN + 10), null)
      const claimed = await one().claimPolicyJob(THEN + 1, THEN + 10)
      assert.equal(await one().advancePolicyJob(claimed ?? added, end), 0)
      assert.equal(await other().claimPolicyJob(THEN + 1_000_000, THEN + 2_000_000), null)
      assert.deepEqual(await other().policyJobs(added.tenantId), [])
    })

    it('go on where they were, and tell nobody twice', async () => {
      const added = await add(one(), job())
      const [ann, bea] = [await newPerson(one()), await newPerson(one())]
      const mail = (subjectKey: string) => message(subjectKey, { createdAt: THEN, nextTryAt: THEN * 2 })
      const waiting = await one().waitingMessages()
      const first = (await one().claimPolicyJob(THEN, THEN + 10)) ?? added
      const step = { cursor: 1, nextAt: THEN + 20, done: 3, messages: [mail(ann)] }
      assert.equal(await one().advancePolicyJob(first, step), 1)
      assert.equal(await one().advancePolicyJob(first, { ...step, messages: [mail(bea)] }), null)
      const second = await other().claimPolicyJob(THEN + 20, THEN + 30)
      assert.deepEqual(second, { ...added, cursor: 1, done: 4, nextAt: THEN + 30, version: 3 })
      assert.equal(await other().advancePolicyJob(second ?? added, { ...end, messages: [mail(ann), mail(bea)] }), 1)
      assert.equal(await one().waitingMessages(), waiting + 2)
    })
  })
}
