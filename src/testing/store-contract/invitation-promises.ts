import assert from 'node:assert/strict'
import type { ContractStores } from './contract-runner.js'
import { effectsFor, NOW, newKey, traces } from './fixtures.js'

export function invitationPromises({ describe, it, one, other }: ContractStores): void {
  describe('invitations', () => {
    it('are dismissed once, also by somebody who is not registered, whoever comes in parallel', async () => {
      const [subjectKey, bystander] = [newKey(), newKey()]
      assert.equal(await one().invitationDismissedAt(subjectKey), null)
      const firsts = await Promise.all(
        Array.from({ length: 8 }, (_, i) => {
          const writes = { dismissedAt: NOW, effects: effectsFor(subjectKey) }
          return (i % 2 ? one() : other()).dismissInvitation(subjectKey, writes)
        }),
      )
      assert.equal(firsts.filter((first) => first).length, 1)
      assert.equal(await other().invitationDismissedAt(subjectKey), NOW)
      const again = { dismissedAt: NOW + 1, effects: effectsFor(subjectKey) }
      assert.equal(await one().dismissInvitation(subjectKey, again), false)
      assert.equal(await one().invitationDismissedAt(subjectKey), NOW)
      assert.equal(await traces(one(), subjectKey), 1)
      assert.equal(await one().invitationDismissedAt(bystander), null)
    })
  })
}
