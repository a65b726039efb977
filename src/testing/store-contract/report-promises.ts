import assert from 'node:assert/strict'
import { NO_ATTEMPTS } from '../../domain/challenge/attempts.js'
import type { AuditFilter } from '../../ports/reports.js'
import type { ContractStores } from './contract-runner.js'
import {
  auditEvent,
  enrolledPerson,
  expectedOf,
  NO_EFFECTS,
  NOW,
  newId,
  newKey,
  newPerson,
  someAttempts,
} from './fixtures.js'

export function reportPromises({ describe, it, one, other }: ContractStores): void {
  describe('overviews', () => {
    it('come in the order asked for, strangers included', async () => {
      const enrolled = await enrolledPerson(one())
      const [empty, stranger] = [await newPerson(one()), newKey()]
      await one().settle(await expectedOf(one(), enrolled.subjectKey), {
        attempts: someAttempts,
        effects: {
          audit: [
            auditEvent(enrolled.subjectKey, { at: NOW + 5, kind: 'code-accepted' }),
            auditEvent(enrolled.subjectKey, { at: NOW + 9, kind: 'code-refused' }),
          ],
          messages: [],
        },
      })
      const open = { codes: NO_ATTEMPTS.codes, recovery: NO_ATTEMPTS.recovery }
      assert.deepEqual(await other().overviews([stranger, enrolled.subjectKey, empty]), [
        { subjectKey: stranger, enrolment: null, ...open, lastUsedAt: null },
        {
          subjectKey: enrolled.subjectKey,
          enrolment: { method: 'totp', activeSince: NOW - 1 },
          codes: someAttempts.codes,
          recovery: someAttempts.recovery,
          lastUsedAt: NOW + 5,
        },
        { subjectKey: empty, enrolment: null, ...open, lastUsedAt: null },
      ])
      assert.deepEqual(await one().overviews([]), [])
    })

    it('come for 500 at once', async () => {
      const keys = Array.from({ length: 500 }, newKey)
      assert.deepEqual(
        (await one().overviews(keys)).map(({ subjectKey }) => subjectKey),
        keys,
      )
    })
  })

  describe('the log of everybody', () => {
    it('is narrowed by person, kind, time and tenant, and names who it is about', async () => {
      const tenant = newId()
      const [ann, bea] = [await newPerson(one()), await newPerson(one())]
      const decided = auditEvent(ann, { at: NOW + 1, kind: 'login-decided' })
      await one().noteLogin(decided, [tenant, newId()])
      const [enabled, refused] = [
        auditEvent(ann, { at: NOW + 2, kind: 'enabled' }),
        auditEvent(bea, { at: NOW + 3, kind: 'code-refused' }),
      ]
      for (const event of [enabled, refused]) await one().addAuditEvent(event)
      const found = async (filter: AuditFilter) =>
        (await other().auditLog(filter, { after: null, limit: 10 })).map(({ event }) => event)
      assert.deepEqual(await found({ subjectKey: ann }), [enabled, decided])
      assert.deepEqual(await found({ subjectKey: ann, kind: 'enabled' }), [enabled])
      assert.deepEqual(await found({ subjectKey: ann, from: NOW + 2 }), [enabled])
      assert.deepEqual(await found({ subjectKey: ann, before: NOW + 2 }), [decided])
      assert.deepEqual(await found({ tenants: [tenant] }), [enabled, decided])
      assert.deepEqual(await found({ tenants: [newId()] }), [])
      assert.deepEqual(await found({ tenants: [] }), [])
      const [entry] = await one().auditLog({ subjectKey: bea }, { after: null, limit: 1 })
      assert.match(entry?.userId ?? '', /^f:1:ＪＯＳÉ-/)
    })

    it('has changes of a policy with the tenant whose policy it is, and with no other', async () => {
      const [acme, birch] = [newId(), newId()]
      const ann = await newPerson(one())
      const changed = (tenant: string, at: number) =>
        auditEvent(ann, { at, kind: 'policy-changed', details: { tenant, lost: 0 } })
      const decided = auditEvent(ann, { at: NOW + 2, kind: 'login-decided' })
      const [ours, theirs] = [changed(acme, NOW + 1), changed(birch, NOW + 3)]
      await one().noteLogin(decided, [acme])
      for (const event of [ours, theirs]) await one().addAuditEvent(event)
      const found = async (filter: AuditFilter, limit = 10) =>
        (await other().auditLog(filter, { after: null, limit })).map(({ event }) => event)
      assert.deepEqual(await found({ tenants: [acme] }), [decided, ours])
      assert.deepEqual(await found({ tenants: [acme] }, 1), [decided])
      assert.deepEqual(await found({ tenants: [birch] }), [theirs])
      assert.deepEqual(await found({ tenants: [acme, birch] }), [theirs, decided, ours])
      assert.deepEqual(await found({ tenants: [acme], kind: 'policy-changed' }), [ours])
      assert.deepEqual(await found({ tenants: [acme], kind: 'login-decided' }), [decided])
      assert.deepEqual(await found({ tenants: [`${acme.slice(0, -1)}_`] }), [])
    })

    it('is read on below the last entry, entries of the same moment included', async () => {
      const subjectKey = await newPerson(one())
      const events = Array.from({ length: 7 }, (_, i) => auditEvent(subjectKey, { at: NOW + (i % 3) }))
      for (const event of events) await one().addAuditEvent(event)
      const read: string[] = []
      for (let after: { at: number; id: string } | null = null; ; ) {
        const page = await one().auditLog({ subjectKey }, { after, limit: 2 })
        read.push(...page.map(({ event }) => event.id))
        after = page.at(-1)?.event ?? null
        if (after === null) break
        after = { at: after.at, id: after.id }
      }
      assert.equal(read.length, 7)
      assert.deepEqual(new Set(read), new Set(events.map(({ id }) => id)))
    })

    it('keeps decisions out of what a person sees as recent', async () => {
      const subjectKey = await newPerson(one())
      await one().noteLogin(auditEvent(subjectKey, { kind: 'login-decided' }), [])
      assert.deepEqual(await one().auditEvents(subjectKey, 10), [])
    })
  })

  describe('coverage', () => {
    it('counts the methods of a tenant, as its people last signed in', async () => {
      const [tenant, left] = [newId(), newId()]
      const [ann, bea] = [await enrolledPerson(one()), await newPerson(one())]
      await one().noteLogin(auditEvent(ann.subjectKey), [left])
      for (const key of [ann.subjectKey, bea]) {
        await Promise.all([one(), other()].map((store) => store.noteLogin(auditEvent(key), [tenant])))
      }
      assert.deepEqual(await one().countMethods(tenant), { totp: 1 })
      assert.deepEqual(await one().countMethods(left), {})
      assert.ok(((await one().countMethods(null)).totp ?? 0) >= 1)
    })

    it('reads everybody once, in parts', async () => {
      const { subjectKey } = await enrolledPerson(one())
      await one().turnOff(await expectedOf(one(), subjectKey), { revokedAt: NOW, effects: NO_EFFECTS })
      const wanted = [await newPerson(one()), subjectKey]
      const read: string[] = []
      for (let after: string | null = null; ; ) {
        const part = await other().coverage(after, 40)
        read.push(...part.map((row) => row.subjectKey))
        after = part.at(-1)?.subjectKey ?? null
        if (after === null) break
      }
      assert.equal(new Set(read).size, read.length)
      for (const key of wanted) assert.ok(read.includes(key))
    })
  })
}
