import express, { type Express } from 'express'
import session, { MemoryStore } from 'express-session'
import { createTwoFactor, type SecretKey, type TwoFactor } from '../src/index.js'
import type { Mailer } from '../src/ports/mailer.js'
import type { Store } from '../src/ports/store.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { addressOf, loginOf, SECRET_KEYS } from './people.js'

/** The header that names the person. In a bench only: an application takes the login from its own session. */
export const PERSON = 'x-person'

/** The header that names the Keycloak session, where that is not the person's usual one. */
export const SESSION = 'x-session'

export interface BenchApplication {
  readonly app: Express
  readonly twoFactor: TwoFactor
  readonly sessions: MemoryStore
}

/** Everybody signed in to Keycloak when this process began, whatever applications it runs. */
const signedInAt = Date.now()

/** Everybody is known, and has had the same password for long. */
const directory = {
  ...testDirectory(),
  person: async (userId: string) => ({
    ...{ userId, username: userId, displayName: userId, email: addressOf(userId), emailVerified: true },
    ...{ locale: null, enabled: true },
  }),
  passwordSetAt: async () => 1,
}

/** An application with the second step on a given store, sessions in memory, and nothing else. */
export function benchApplication(
  store: Store,
  keys: readonly SecretKey[] = SECRET_KEYS,
  mailer: Mailer = { send: async () => {} },
): BenchApplication {
  const twoFactor = createTwoFactor({
    name: 'Bench',
    url: 'http://localhost/two-factor',
    secretKeys: keys,
    login: (req) => {
      const person = req.headers[PERSON]
      if (person === undefined) return undefined
      const session = req.headers[SESSION]
      const login = loginOf(Number(person), signedInAt)
      return session === undefined ? login : { ...login, sessionId: `${login.sessionId}-${session}` }
    },
    signIn: '/login',
    signOut: '/logout',
    store,
    directory,
    mailer,
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
