import { requirePart } from '../../dev/parts.js'
import { storeContract } from '../../src/testing/store-contract.js'
import { typeormStore } from '../../src/typeorm/index.js'
import { mariaDatabase } from './maria-database.js'

const serverUrl = requirePart('mariadb')

if (serverUrl !== undefined) {
  for (const type of ['mariadb', 'mysql'] as const) {
    storeContract(`typeormStore of type ${type}`, async () => {
      const { dataSource } = await mariaDatabase(serverUrl, `two_factor_contract_${type}`)
      const stores = [typeormStore(dataSource({ type })), typeormStore(dataSource({ type }))] as const
      await stores[0].migrate()
      return {
        stores,
        close: async () => {
          for (const store of stores) await store.close()
        },
      }
    })
  }
}
