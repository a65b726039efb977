import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler, type Express, type Request } from 'express'
import session from 'express-session'
import { createTwoFactor, type TwoFactor } from '../../src/create-two-factor.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { isTwoFactorError } from '../../src/errors.js'
import type { TwoFactorOptions } from '../../src/options.js'
import type { Clock } from '../../src/ports/clock.js'
import type { Person } from '../../src/ports/directory.js'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import { withTestClock } from '../../src/testing/test-clock.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { type MemoryStore, memoryStore } from '../actions/memory-store.js'

/** A tiny application with its own "Keycloak": whoever posts a login to /test/sign-in is signed in with it. */
export interface Portal {
  readonly url: string
  readonly store: MemoryStore
  readonly events: TwoFactorEvent[]
  readonly twoFactor: TwoFactor
  close(): Promise<void>
}

export interface PortalOptions {
  readonly options?: Partial<TwoFactorOptions>
  readonly clock?: Clock
  /** The application has a session; default true. */
  readonly sessions?: boolean
  /** What the application adds, below router() and above enforce(). */
  readonly routes?: (app: Express, twoFactor: TwoFactor) => void
}

/** Whoever is signed in, as Keycloak knows them. */
export const FRED: Omit<Person, 'userId'> = {
  username: 'fred',
  displayName: 'Fred Example',
  email: 'fred@acme.example',
  emailVerified: true,
  locale: null,
  enabled: true,
}

/** What the application keeps in its session. */
interface Kept {
  login?: KeycloakLogin
  cart?: string
  regenerate(done: () => void): void
}

export const sessionOf = (req: Request): Kept => (req as unknown as { session: Kept }).session

/** Starts it on a free port of the loopback. */
export async function startPortal({ options, clock, sessions = true, routes }: PortalOptions = {}): Promise<Portal> {
  const app = express()
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const store = memoryStore()
  const events: TwoFactorEvent[] = []
  const given: TwoFactorOptions = {
    name: 'Acme Portal',
    url: `${url}/two-factor`,
    secretKeys: [{ id: 'k', key: 'a'.repeat(64) }],
    login: (req) => sessionOf(req)?.login,
    signIn: '/login',
    signOut: '/logout',
    store,
    directory: { ...testDirectory(), person: async (userId) => ({ ...FRED, userId }) },
    mailer: { send: async () => {} },
    onEvent: (event) => events.push(event),
    ...options,
  }
  const twoFactor = createTwoFactor(clock === undefined ? given : withTestClock(given, clock))
  if (sessions) app.use(session({ secret: 'test', resave: false, saveUninitialized: false, name: 'sid' }))
  app.post('/test/sign-in', express.json(), (req, res) => {
    const signIn = () => {
      Object.assign(sessionOf(req), { login: req.body, cart: 'three apples' })
      res.json(twoFactor.signInParams(req))
    }
    // As Passport does it, and with its option keepSessionInfo.
    if (req.query.keep === undefined) sessionOf(req).regenerate(signIn)
    else signIn()
  })
  app.get('/test/session', (req, res) => {
    res.json(sessionOf(req))
  })
  app.get('/login', (req, res) => {
    res.json(twoFactor.signInParams(req))
  })
  app.use('/two-factor', twoFactor.router())
  routes?.(app, twoFactor)
  app.use(twoFactor.enforce({ except: ['/health'] }))
  app.get('/payroll', twoFactor.required({ within: '5m' }), (_req, res) => {
    res.send('the payroll')
  })
  app.get('/members', twoFactor.required(), (_req, res) => {
    res.send('for members')
  })
  app.use((_req, res) => {
    res.send('the application')
  })
  app.use(twoFactor.errors())
  const own: ErrorRequestHandler = (error, _req, res, _next) => {
    if (res.headersSent) {
      res.destroy()
      return
    }
    res.status(555).json({ own: true, ours: isTwoFactorError(error), message: String(error?.message) })
  }
  app.use(own)
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url, store, events, twoFactor, close }
}
