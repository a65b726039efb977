import assert from 'node:assert/strict'
import type { ChannelTrouble } from '../../domain/messages/channel.js'
import type { Store } from '../../ports/store.js'
import type { ContractStores } from './contract-runner.js'
import { message, NOW, newPerson, someAttempts } from './fixtures.js'

/** Later than all other mails of the suite, so that none of them is claimed here. */
const LATER = NOW + 1_000_000_000

async function post(store: Store, nextTryAt: number, count = 1): Promise<string[]> {
  const subjectKey = await newPerson(store)
  const messages = Array.from({ length: count }, () => message(subjectKey, { createdAt: LATER, nextTryAt }))
  const expected = { subjectKey, version: 0, epoch: 0 }
  await store.settle(expected, { attempts: someAttempts, effects: { audit: [], messages } })
  return messages.map(({ id }) => id)
}

export function messagePromises({ describe, it, one, other }: ContractStores): void {
  const claim = async (store: Store, now: number, limit = 1000) =>
    (await store.claimMessages(now, now + 60_000, limit)).filter(({ createdAt }) => createdAt === LATER)

  describe('messages', () => {
    it('gives each due message to one of several processes', async () => {
      const ids = await post(one(), LATER, 20)
      const claimed = (await Promise.all([one(), other(), one(), other()].map((store) => claim(store, LATER)))).flat()
      assert.deepEqual(claimed.map(({ id }) => id).sort(), ids.sort())
      assert.ok(claimed.every(({ tries, nextTryAt }) => tries === 1 && nextTryAt === LATER + 60_000))
      assert.ok(claimed.every(({ sealedBody }) => sealedBody === 'sealed.body.雪'))
      assert.deepEqual(await claim(one(), LATER + 59_999), [])
      await Promise.all(ids.map((id) => one().closeMessage(id, LATER, 'sent')))
    })

    it('counts the messages that wait, claimed or not', async () => {
      const before = await one().waitingMessages()
      const [id = ''] = await post(one(), LATER + 3_600_000, 2)
      assert.equal(await other().waitingMessages(), before + 2)
      await one().closeMessage(id, LATER, 'sent')
      assert.equal(await other().waitingMessages(), before + 1)
      await Promise.all(
        (await claim(one(), LATER + 3_600_000)).map((each) => one().closeMessage(each.id, LATER, 'sent')),
      )
    })

    it('claims no more than asked for, and the rest the next time', async () => {
      await Promise.all(
        (await one().claimMessages(LATER, LATER + 1, 1000)).map(({ id }) => one().closeMessage(id, NOW, 'sent')),
      )
      const ids = await post(one(), LATER, 3)
      const first = await claim(one(), LATER, 2)
      assert.equal(first.length, 2)
      const second = await claim(other(), LATER, 2)
      assert.deepEqual([...first, ...second].map(({ id }) => id).sort(), ids.sort())
      await Promise.all(ids.map((id) => one().closeMessage(id, LATER, 'given-up')))
    })

    it('gives a message again when the lease has ended, and when it was postponed', async () => {
      const [id = ''] = await post(one(), LATER)
      assert.equal((await claim(one(), LATER)).length, 1)
      assert.deepEqual(
        (await claim(other(), LATER + 60_000)).map(({ tries }) => tries),
        [2],
      )
      await one().postponeMessage(id, LATER + 500_000)
      assert.deepEqual(await claim(other(), LATER + 499_999), [])
      assert.equal((await claim(other(), LATER + 500_000)).length, 1)
      await one().closeMessage(id, LATER, 'sent')
    })

    it('never gives a closed message again', async () => {
      const [id = ''] = await post(one(), LATER)
      await one().closeMessage(id, LATER, 'sent')
      await other().postponeMessage(id, LATER)
      assert.deepEqual(await claim(one(), LATER + 900_000), [])
    })

    it('keeps the last trouble of each channel for all processes, until it works', async () => {
      assert.deepEqual(await one().channelTroubles(), [])
      const sms: ChannelTrouble = { channel: 'sms', since: NOW, lastAt: NOW, reason: 'No answer. 雪' }
      const email: ChannelTrouble = { channel: 'email', since: NOW, lastAt: NOW + 5, reason: 'y'.repeat(400) }
      await one().putChannelTrouble({ ...sms, reason: 'before' })
      await other().putChannelTrouble({ ...sms, lastAt: NOW + 60_000 })
      await other().putChannelTrouble(email)
      const known = [...(await one().channelTroubles())].sort((a, b) => a.lastAt - b.lastAt)
      assert.deepEqual(known, [
        { ...email, reason: 'y'.repeat(255) },
        { ...sms, lastAt: NOW + 60_000 },
      ])
      await other().removeChannelTrouble('email')
      await one().removeChannelTrouble('email')
      assert.deepEqual(
        (await one().channelTroubles()).map(({ channel }) => channel),
        ['sms'],
      )
      await one().removeChannelTrouble('sms')
    })
  })
}
