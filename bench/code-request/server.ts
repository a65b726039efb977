import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { DataSource } from 'typeorm'
import { sqliteStore, twoFactorEntities, typeormStore } from '../../src/typeorm/index.js'
import { benchApplication } from '../application.js'
import { enrolPeople } from '../people.js'
import { answerQuestions, usage } from './ask-process.js'

/** Where the people are kept. */
export type Place = { readonly sqlite: string } | { readonly mariadb: string }

/** What the server can be asked. */
export type ServerQuestion = { readonly start: Place; readonly people: number } | { readonly usage: true }

answerQuestions<ServerQuestion>(async (question) =>
  'usage' in question ? usage() : start(question.start, question.people),
)

async function start(place: Place, people: number): Promise<{ port: number }> {
  const store =
    'sqlite' in place
      ? sqliteStore(place.sqlite)
      : typeormStore(
          new DataSource({
            type: 'mariadb',
            url: place.mariadb,
            extra: { trace: false },
            entities: [...twoFactorEntities],
          }),
        )
  await store.migrate()
  await enrolPeople(store, people)
  const server = benchApplication(store).app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port }
}
