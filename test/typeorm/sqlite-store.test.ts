import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { twoFactorMigrations } from '../../migrations/index.js'
import {
  effectsFor,
  expectedOf,
  newId,
  newKey,
  newPerson,
  someAttempts,
} from '../../src/testing/store-contract/fixtures.js'
import { sqliteStore, type TypeormStore } from '../../src/typeorm/index.js'
import { rejectionOf } from './rejection.js'
import { sqliteFile } from './sqlite-file.js'

describe('sqliteStore', () => {
  let folder: { file: string; remove(): Promise<void> }
  let store: TypeormStore

  beforeEach(async () => {
    folder = await sqliteFile()
    store = sqliteStore(folder.file)
  })

  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  it('refuses an empty file name', () => {
    expect(() => sqliteStore(''))
      .to.throw(/file name/)
      .with.property('code', 'ERR_2FA_CONFIGURATION')
  })

  it('touches no file before its first use, and makes the folder then', async () => {
    const file = join(folder.file, '..', 'new', 'folder', 'two-factor.db')
    const other = sqliteStore(file)
    expect(existsSync(file)).to.equal(false)
    await other.migrate()
    expect(existsSync(file)).to.equal(true)
    await other.close()
  })

  it('names migrate where the tables are missing', async () => {
    const error = await rejectionOf(store.load(newKey(), newKey()))
    expect(error).to.have.property('code', 'ERR_2FA_CONFIGURATION')
    expect(error.message).to.match(/store\.migrate\(\)/)
  })

  it('says what is wrong with a file it cannot open', async () => {
    const error = await rejectionOf(sqliteStore(join(folder.file, '..')).epoch(newKey()))
    expect(error).to.have.property('code', 'ERR_2FA_STORE')
  })

  it('keeps what it has when it is closed and opened again', async () => {
    expect(await store.migrate()).to.deep.equal(twoFactorMigrations.map((Step) => new Step().name))
    const subjectKey = await newPerson(store)
    await store.close()
    store = sqliteStore(folder.file)
    expect(await store.pendingMigrations()).to.deep.equal([])
    const expected = await expectedOf(store, subjectKey)
    expect(await store.settle(expected, { attempts: someAttempts, effects: effectsFor(subjectKey) })).to.equal(
      'settled',
    )
  })

  it('stays closed', async () => {
    await store.migrate()
    await store.close()
    await store.close()
    expect((await rejectionOf(store.epoch(newKey()))).message).to.match(/was closed/)
  })

  it('loses no count beside parallel transactions that roll back', async () => {
    await store.migrate()
    const people = await Promise.all(Array.from({ length: 10 }, () => newPerson(store)))
    const expected = await Promise.all(people.map((subjectKey) => expectedOf(store, subjectKey)))
    const broken = (subjectKey: string) => {
      const [event] = effectsFor(subjectKey).audit
      return { audit: event === undefined ? [] : [event, event], messages: [] }
    }
    const outcomes = await Promise.all(
      expected.flatMap((read) => [
        rejectionOf(store.settle(read, { attempts: someAttempts, effects: broken(read.subjectKey) })),
        store.settle(read, { attempts: someAttempts, effects: effectsFor(read.subjectKey) }),
        store.settle({ ...read, version: 99 }, { attempts: someAttempts, effects: effectsFor(read.subjectKey) }),
        store.settle(read, {
          attempts: someAttempts,
          spentBackupCode: { id: newId(), usedAt: 1 },
          effects: effectsFor(read.subjectKey),
        }),
        store.load(read.subjectKey, newKey()),
      ]),
    )
    expect(outcomes.filter((outcome) => outcome === 'settled')).to.have.length(10)
    expect(outcomes.filter((outcome) => outcome === 'moved')).to.have.length(20)
    for (const { subjectKey, version } of expected) {
      const { attempts } = await store.load(subjectKey, newKey())
      expect(attempts).to.deep.equal({ ...someAttempts, version: version + 1 })
      expect(await store.auditEvents(subjectKey, 9)).to.have.length(1)
    }
  })
})
