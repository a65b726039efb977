import type { Store } from '../../ports/store.js'

/** The functions of a test runner: those of mocha, vitest with globals and `node:test` all fit. */
export interface ContractRunner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>): unknown
  before(body: () => Promise<void>): unknown
  after(body: () => Promise<void>): unknown
}

/** What a topic's promises are held against: two stores, as two processes have them, on one database. */
export interface ContractStores extends Pick<ContractRunner, 'describe' | 'it'> {
  readonly one: () => Store
  readonly other: () => Store
}
