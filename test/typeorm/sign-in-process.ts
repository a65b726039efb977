import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { benchApplication } from '../../bench/application.js'
import { enrolPeople } from '../../bench/people.js'
import type { SecretKey } from '../../src/index.js'
import { typeormStore } from '../../src/typeorm/index.js'
import { applicationDataSource } from './maria-database.js'

// A process of its own: an application on the database of its first argument.

/** What the process can be asked: to run with these keys from now on, after it has enrolled people with them. */
export interface SignInQuestion {
  readonly keys: readonly SecretKey[]
  readonly enrol?: { readonly first: number; readonly count: number }
}

const store = typeormStore(applicationDataSource(process.argv[2] ?? ''))

process.on('message', async ({ keys, enrol }: SignInQuestion) => {
  if (enrol !== undefined) await enrolPeople(store, enrol.count, { first: enrol.first, keys })
  const server = benchApplication(store, keys).app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.((server.address() as AddressInfo).port)
})
process.once('disconnect', () => process.exit())
