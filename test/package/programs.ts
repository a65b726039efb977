/** Uses every subpath: makes a store, migrates it, mounts the second step and prints what three requests got. */
export const USES_EVERYTHING = `
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import session from 'express-session'
import { createTwoFactor, isTwoFactorError, type KeycloakLogin, type Pages, type Store, type TwoFactor } from 'keycloak-two-factor'
import { keycloakDirectory, keycloakLogin } from 'keycloak-two-factor/keycloak'
import { smtpMailer } from 'keycloak-two-factor/mail'
import { testClock, withTestClock } from 'keycloak-two-factor/testing'
import { sqliteStore, twoFactorEntities, twoFactorMigrations, typeormStore } from 'keycloak-two-factor/typeorm'
import passport from 'passport'
import { DataSource, type DataSourceOptions } from 'typeorm'

// An application on MariaDB writes this; the program runs on SQLite.
const options: DataSourceOptions = { type: 'mariadb', entities: [...twoFactorEntities], migrations: [...twoFactorMigrations] }
export const onMariadb = (): Store => typeormStore(new DataSource(options))

async function main(): Promise<void> {
  const store = sqliteStore(process.argv[2] ?? '')
  const migrations: string[] = await store.migrate()
  const seconds = Math.floor(Date.now() / 1000)
  const login: KeycloakLogin = keycloakLogin({
    iss: 'https://keycloak.example/realms/acme', sub: 'fred', sid: 's', aud: 'portal', iat: seconds, auth_time: seconds,
  })
  const pages: Partial<Pages> = { error: ({ status }) => String(status) }
  const twoFactor: TwoFactor = createTwoFactor(
    withTestClock(
      {
        name: 'Acme',
        url: 'http://localhost/two-factor',
        secretKeys: [{ id: '1', key: '00'.repeat(32) }],
        login: (req) => (req.headers['x-signed-in'] === 'yes' ? login : undefined),
        signIn: '/login',
        signOut: '/logout',
        store,
        directory: {
          ...keycloakDirectory({ url: 'http://127.0.0.1:9', realm: 'acme', clientId: 'a', clientSecret: 'b' }),
          // Nobody answers there, and signing in asks whose policies count.
          tenantsOf: async () => [],
        },
        mailer: smtpMailer({ host: 'smtp.acme.example', from: 'no-reply@acme.example' }),
        policies: { withoutTenant: 'required' },
        pages,
        onEvent: () => {},
      },
      testClock(),
    ),
  )
  passport.use(twoFactor.strategy())
  const app = express()
  app.use(session({ secret: 'secret', resave: false, saveUninitialized: false }))
  app.use('/two-factor', twoFactor.router())
  app.use(twoFactor.enforce({ except: ['/free'] }))
  app.use((_req, res) => void res.send('passed'))
  app.use(twoFactor.errors())
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const running = twoFactor.start()
  const address = 'http://127.0.0.1:' + (server.address() as AddressInfo).port
  const get = async (path: string, headers: Record<string, string>) => {
    const answer = await fetch(address + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' })
    return [answer.status, answer.headers.get('location') ?? (await answer.text())]
  }
  const signedIn = { 'x-signed-in': 'yes' }
  const answers = [await get('/orders', {}), await get('/orders', signedIn), await get('/free', signedIn)]
  await running.stop()
  server.closeAllConnections()
  server.close()
  await store.close()
  console.log(JSON.stringify({ migrations: migrations.length > 0, answers, errors: isTwoFactorError(new Error()) }))
}

void main()
`

/** Has types of its own for what Passport and csrf-sync would add to every request, and needs no types of theirs. */
export const KEEPS_ITS_TYPES = `
import type { Request } from 'express'
import { createTwoFactor, type KeycloakLogin } from 'keycloak-two-factor'
import { keycloakLogin } from 'keycloak-two-factor/keycloak'
import { smtpMailer } from 'keycloak-two-factor/mail'
import { testClock } from 'keycloak-two-factor/testing'
import { sqliteStore } from 'keycloak-two-factor/typeorm'

declare global {
  namespace Express {
    interface User { account: string; login: KeycloakLogin }
    interface Request { user?: User; csrfToken?: 'mine'; logIn?: 'mine'; isAuthenticated?: 'mine' }
  }
}

export const account = (req: Request): string | undefined => req.user?.account
export const token = (req: Request): 'mine' | undefined => req.csrfToken ?? req.logIn ?? req.isAuthenticated
// @ts-expect-error no session of a host is declared for it
export const session = (req: Request) => req.session
export const used = [createTwoFactor, keycloakLogin, smtpMailer, testClock, sqliteStore]
`

/** What a host without TypeScript writes for the command line. */
export const CONFIGURES_COMMAND_LINE = `
const { keycloakDirectory } = require('keycloak-two-factor/keycloak')
const { smtpMailer } = require('keycloak-two-factor/mail')
const { sqliteStore } = require('keycloak-two-factor/typeorm')

module.exports = {
  name: 'Acme',
  url: 'http://localhost/two-factor',
  secretKeys: [{ id: '1', key: '00'.repeat(32) }],
  store: sqliteStore('command-line.db'),
  directory: keycloakDirectory({ url: 'http://127.0.0.1:9', realm: 'acme', clientId: 'a', clientSecret: 'b' }),
  mailer: smtpMailer({ host: 'smtp.acme.example', from: 'no-reply@acme.example' }),
}
`
