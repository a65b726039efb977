import { storeContract } from '../../src/testing/store-contract.js'
import { memoryStore } from './memory-store.js'

// What the tests of this folder rest on has to be true of real stores too.
storeContract('the store in memory', async () => {
  const store = memoryStore()
  return { stores: [store, store], close: async () => {} }
})
