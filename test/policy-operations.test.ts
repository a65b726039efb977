import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createOperations } from '../src/create-operations.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { sqliteStore } from '../src/typeorm/index.js'
import { samplePerson, samplePolicy, sampleTenant } from './actions/policy-people.js'
import { sqliteFile } from './typeorm/sqlite-file.js'

describe('policies as functions', () => {
  let close: () => Promise<void>
  let policies: ReturnType<typeof createOperations>['policies']
  before(async () => {
    const { file, remove } = await sqliteFile()
    const directory = testDirectory({ people: [samplePerson('ann')], tenants: [sampleTenant('acme', ['ann'])] })
    const operations = createOperations({
      name: 'Acme Portal',
      url: 'https://portal.acme.example/two-factor',
      secretKeys: [{ id: '2026-11', key: randomBytes(32) }],
      store: sqliteStore(file),
      directory: { ...directory, issuer: 'https://keycloak.example/realms/acme' },
    })
    await operations.migrations.run()
    policies = operations.policies
    close = async () => {
      await operations.close()
      await remove()
    }
  })
  after(() => close())

  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      ({ code }) => code,
    )

  it('are shown, previewed and changed', async () => {
    const required = samplePolicy({ requirement: 'required' })
    expect(await policies.show('acme')).to.deep.include({ version: 0 })
    const told: number[] = []
    const { counts } = await policies.preview('acme', required, (counted) => told.push(counted))
    expect([counts.mustSetUp, told.at(-1)]).to.deep.equal([1, 1])
    await policies.change('acme', required, { version: 0 })
    expect(await policies.show('acme')).to.deep.include({ version: 1, policy: required })
    expect(await policies.change('acme', required, { version: 1 })).to.equal(null)
    expect(await code(policies.change('acme', samplePolicy(), { version: 0 }))).to.equal('ERR_2FA_CONFLICT')
  })

  it('say what is wrong', async () => {
    expect(await code(policies.show('nowhere'))).to.equal('ERR_2FA_NOT_FOUND')
    const wrong = { ...samplePolicy(), requirement: 'maybe' } as never
    expect(await code(policies.preview('acme', wrong))).to.equal('ERR_2FA_POLICY_INVALID')
    expect(await code(policies.change('acme', wrong, { version: 1 }))).to.equal('ERR_2FA_POLICY_INVALID')
  })
})
