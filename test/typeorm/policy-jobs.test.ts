import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { type PolicyJobPorts, runPolicyJob } from '../../src/actions/tenant-policy/run-policy-job.js'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { PolicyJob } from '../../src/domain/tenant-policy/policy-job.js'
import { startOf } from '../../src/domain/tenant-policy/roll-out.js'
import type { TenantPolicy } from '../../src/domain/tenant-policy/tenant-policy.js'
import { enrolledPerson, expectedOf, newPerson, someAttempts } from '../../src/testing/store-contract/fixtures.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { sqliteStore, type TypeormStore, typeormStore } from '../../src/typeorm/index.js'
import { ports } from '../actions/people.js'
import { NOBODY_SPECIAL, samplePerson, samplePolicy, sampleTenant } from '../actions/policy-people.js'
import { mariaDatabase } from './maria-database.js'
import { sqliteFile } from './sqlite-file.js'

const ISSUER = 'https://keycloak.example/realms/acme'
const OFF = samplePolicy({ requirement: 'off' })
const REQUIRED = samplePolicy({ requirement: 'required' })

function suite(name: string, open: () => Promise<{ stores: TypeormStore[]; close: () => Promise<void> }>): void {
  describe(`jobs of policies, by two processes on ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>
    let tenant = 0
    let policy: TenantPolicy
    let offset: number
    before(async () => {
      opened = await open()
      await opened.stores[0]?.migrate()
    })
    after(() => opened.close())
    beforeEach(() => {
      offset = 0
      tenant += 1
    })
    const first = () => opened.stores[0] as TypeormStore

    /** Two processes, on people whose ids are their keys where they have a second factor. */
    function processes(members: () => readonly string[], enrolled: readonly string[] = []) {
      const id = `acme-${tenant}`
      const given = ports()
      const directory = testDirectory({ people: members().map((each) => samplePerson(each)), tenants: [] })
      const clock = { now: () => Date.now(), at: (time: number) => time + offset, databaseNow: () => Date.now() }
      const subject = ({ issuer, userId }: { issuer: string; userId: string }) =>
        enrolled.includes(userId) ? { key: userId, issuer, userId } : sha256Identities().subject({ issuer, userId })
      return opened.stores.map((store): PolicyJobPorts => {
        const { directory: _directory, clock: _clock, ...rest } = { ...given, ...NOBODY_SPECIAL }
        return {
          ...{ ...rest, store, clock, timeZone: 'UTC', policyOf: async () => policy },
          identities: { ...given.identities, subject },
          directory: {
            ...directory,
            tenant: async () => sampleTenant(id, members()),
            members: async (_tenant, { first, max }) =>
              members()
                .slice(first, first + max)
                .map((each) => samplePerson(each)),
          },
        }
      })
    }

    async function add(job: Partial<PolicyJob>): Promise<PolicyJob> {
      const subjectKey = await newPerson(first())
      const now = await first().databaseTime()
      const added: PolicyJob = {
        ...{ id: crypto.randomUUID(), issuer: ISSUER, tenantId: `acme-${tenant}`, kind: 'announce', before: OFF },
        ...{ from: null, daysBefore: null, by: 'tess', createdAt: now, nextAt: now, cursor: 0, done: 0, version: 0 },
        ...job,
      }
      const effects = { audit: [], messages: [], policyJobs: [added] }
      const expected = await expectedOf(first(), subjectKey)
      await first().settle(expected, { attempts: someAttempts, effects })
      return added
    }

    /** Both processes at once, their time going on, until nothing is left to do. */
    async function runAll(both: readonly PolicyJobPorts[]): Promise<number> {
      let steps = 0
      for (let quiet = 0; quiet < 2; offset += 11_000) {
        const did = await Promise.all(both.map((each) => runPolicyJob(each)()))
        steps += did.filter(Boolean).length
        quiet = did.some(Boolean) ? 0 : quiet + 1
      }
      return steps
    }

    it('mail each person once, whoever does which part', async () => {
      policy = REQUIRED
      const people = Array.from({ length: 230 }, (_, index) => `person-${tenant}-${index}`)
      const waiting = await first().waitingMessages()
      await add({ kind: 'announce' })
      expect(await runAll(processes(() => people))).to.equal(3)
      expect(await first().waitingMessages()).to.equal(waiting + 230)
      expect(await first().policyJobs(`acme-${tenant}`)).to.deep.equal([])
    })

    it('go on after a process was killed, and mail nobody twice', async () => {
      policy = REQUIRED
      const people = Array.from({ length: 150 }, (_, index) => `person-${tenant}-${index}`)
      const waiting = await first().waitingMessages()
      await add({ kind: 'announce' })
      const [one, other] = processes(() => people) as [PolicyJobPorts, PolicyJobPorts]
      const killed = { ...one, store: { ...one.store, advancePolicyJob: () => Promise.reject(new Error('killed')) } }
      const error = await runPolicyJob(killed)().catch((reason: Error) => reason)
      expect(String(error)).to.contain('killed')
      expect(await runPolicyJob(other)(), 'the lease still holds').to.equal(false)
      offset += 61_000
      expect(await runPolicyJob(other)()).to.equal(true)
      expect(await first().waitingMessages()).to.equal(waiting + 100)
      await runAll([one, other])
      expect(await first().waitingMessages()).to.equal(waiting + 150)
    })

    it('tell those behind whom somebody left, and nobody twice', async () => {
      policy = REQUIRED
      let people = Array.from({ length: 140 }, (_, index) => `person-${tenant}-${index}`)
      const waiting = await first().waitingMessages()
      await add({ kind: 'announce' })
      const both = processes(() => people)
      await runPolicyJob(both[0] as PolicyJobPorts)()
      people = people.slice(3)
      await runAll(both)
      expect(await first().waitingMessages()).to.equal(waiting + 140)
    })

    it('delete settings in parts, once each, and what another tenant uses stays', async () => {
      policy = OFF
      const enrolled: string[] = []
      for (let index = 0; index < 12; index++) enrolled.push((await enrolledPerson(first())).subjectKey)
      const people = [...Array.from({ length: 95 }, (_, index) => `person-${tenant}-${index}`), ...enrolled]
      const [kept = ''] = enrolled
      const both = processes(() => people, enrolled).map((each) => ({
        ...each,
        usesSecondFactor: async () => true,
        directory: {
          ...each.directory,
          tenantsOf: async (userId: string) => (userId === kept ? [sampleTenant('birch', [kept])] : []),
        },
      }))
      const waiting = await first().waitingMessages()
      await add({ kind: 'erase', before: REQUIRED })
      await runAll(both)
      const left = (await first().overviews(enrolled)).filter(({ enrolment }) => enrolment !== null)
      expect(left.map(({ subjectKey }) => subjectKey)).to.deep.equal([kept])
      expect(await first().waitingMessages()).to.equal(waiting + 11)
      const [event] = await first().auditEvents(enrolled[1] ?? '', 1)
      expect(event?.kind).to.equal('turned-off')
      expect(event?.details).to.deep.equal({ by: 'tess', method: 'totp', tenant: `acme-${tenant}` })
      expect((await first().auditEvents(enrolled[1] ?? '', 9)).length).to.equal(1)
    })

    it('delete nothing where the policy was changed back, or the tenant is gone', async () => {
      policy = REQUIRED
      const { subjectKey } = await enrolledPerson(first())
      const both = processes(() => [subjectKey], [subjectKey])
      await add({ kind: 'erase', before: REQUIRED })
      await runAll(both)
      policy = OFF
      await add({ kind: 'erase', before: REQUIRED })
      await runAll(both.map((each) => ({ ...each, directory: { ...each.directory, tenant: async () => null } })))
      expect((await first().overviews([subjectKey]))[0]?.enrolment).not.to.equal(null)
      expect(await first().policyJobs(`acme-${tenant}`)).to.deep.equal([])
    })

    it('remind at their time, but not of a date that was moved, and not late', async () => {
      const people = [`person-${tenant}`]
      const both = processes(() => people)
      const from = '2040-03-03'
      const reminder = async (daysBefore: number, date: string, policyFrom: string) => {
        policy = samplePolicy({ requirement: 'required', from: policyFrom })
        offset = startOf(date, 'UTC') + 10 * 3_600_000 - Date.now()
        const waiting = await first().waitingMessages()
        await add({ kind: 'remind', from, daysBefore })
        await runAll(both)
        return (await first().waitingMessages()) - waiting
      }
      expect(await reminder(14, '2040-02-18', from)).to.equal(1)
      expect(await reminder(14, '2040-02-25', from), 'the next one is due').to.equal(0)
      expect(await reminder(7, '2040-02-25', from)).to.equal(1)
      expect(await reminder(1, '2040-03-02', '2040-04-01'), 'the date was moved').to.equal(0)
      expect(await reminder(1, '2040-03-02', from)).to.equal(1)
    })
  })
}

suite('SQLite', async () => {
  const { file, remove } = await sqliteFile()
  const stores = [sqliteStore(file), sqliteStore(file)]
  return {
    stores,
    close: async () => {
      for (const store of stores) await store.close()
      await remove()
    },
  }
})

const serverUrl = requirePart('mariadb')
if (serverUrl !== undefined) {
  suite('MariaDB', async () => {
    const { dataSource } = await mariaDatabase(serverUrl, 'two_factor_policy_jobs')
    const stores = [typeormStore(dataSource()), typeormStore(dataSource())]
    return {
      stores,
      close: async () => {
        for (const store of stores) await store.close()
      },
    }
  })
}
