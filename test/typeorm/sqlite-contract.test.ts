import { storeContract } from '../../src/testing/store-contract.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { sqliteFile } from './sqlite-file.js'

storeContract('sqliteStore', async () => {
  const { file, remove } = await sqliteFile()
  const stores = [sqliteStore(file), sqliteStore(file)] as const
  await stores[0].migrate()
  return {
    stores,
    close: async () => {
      for (const store of stores) await store.close()
      await remove()
    },
  }
})
