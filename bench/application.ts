import express, { type Express } from 'express'
import session, { MemoryStore } from 'express-session'
import { createTwoFactor, type SecretKey, type TwoFactor } from '../src/index.js'
import type { Store } from '../src/ports/store.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { loginOf, SECRET_KEYS } from './people.js'

/** The header that names the person. In a bench only: an application takes the login from its own session. */
export const PERSON = 'x-person'

export interface BenchApplication {
  readonly app: Express
  readonly twoFactor: TwoFactor
  readonly sessions: MemoryStore
}

/** An application with the second step on a given store, sessions in memory, and nothing else. */
export function benchApplication(store: Store, keys: readonly SecretKey[] = SECRET_KEYS): BenchApplication {
  const signedInAt = Date.now()
  const twoFactor = createTwoFactor({
    name: 'Bench',
    url: 'http://localhost/two-factor',
    secretKeys: keys,
    login: (req) => {
      const person = req.headers[PERSON]
      return person === undefined ? undefined : loginOf(Number(person), signedInAt)
    },
    signIn: '/login',
    signOut: '/logout',
    store,
    directory: testDirectory(),
    mailer: { send: async () => {} },
  })
  const sessions = new MemoryStore()
  const app = express()
  app.use(session({ secret: 'bench', resave: false, saveUninitialized: false, store: sessions }))
  app.use('/two-factor', twoFactor.router())
  app.use(twoFactor.enforce())
  app.get('/', (_req, res) => void res.send('done'))
  app.use(twoFactor.errors())
  return { app, twoFactor, sessions }
}
