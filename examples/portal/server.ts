import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import express, { type ErrorRequestHandler } from 'express'
import session from 'express-session'
import type { PortalConfig } from './config.js'
import { pages } from './pages/router.js'
import { entitlements, givePolicies } from './policies.js'
import { discoverKeycloak, signIn, userOf } from './sign-in.js'
import { openStore } from './store.js'
import {
  createOperations,
  createTwoFactor,
  httpSms,
  keycloakDirectory,
  smtpMailer,
  testClock,
  withTestClock,
} from './two-factor.js'

/** Puts the portal together: its own Keycloak login, the second step, and pages behind both. Nothing listens before `start()`. */
export async function createPortal(config: PortalConfig) {
  const { url, keycloak } = config
  const keycloakConfiguration = await discoverKeycloak(config)
  const store = await openStore(config)
  const migrations = await store.migrate()
  // The portal's clock can be moved, to show what happens in 91 days. An application of your own has none of this.
  const clock = testClock()

  const options = withTestClock(
    {
      name: config.name,
      url: `${url}/two-factor`,
      secretKeys: config.secretKeys,
      statementKeys: [{ kid: '1', privateJwk: JSON.parse(config.statementKey) }],
      login: (req) => userOf(req)?.login,
      signIn: '/login',
      signOut: '/logout',
      store,
      // Whoever holds these roles in Keycloak finds people, and helps them, at /two-factor/admin.
      operators: { realmRoles: ['operator'] },
      tenantAdministrators: { realmRoles: ['tenant-administrator'] },
      // Whom a policy for administrators only is about.
      subjectAdministrators: { realmRoles: ['tenant-administrator', 'operator'] },
      entitlements,
      // Keycloak tells when a session has ended, and the codes judged in it end too.
      clientIds: [keycloak.clientId],
      // The requests of the mobile app, and of the nightly export, which nobody could give a code for.
      bearer: { audiences: ['portal-api'], exemptClients: ['exports'] },
      // Where the mobile app is returned to after the code page.
      mobileReturns: { app: 'com.example.portal:/two-factor' },
      directory: keycloakDirectory({
        url: keycloak.adminUrl ?? keycloak.url,
        issuer: `${keycloak.url}/realms/${keycloak.realm}`,
        realm: keycloak.realm,
        clientId: keycloak.runtimeClientId,
        clientSecret: keycloak.runtimeClientSecret,
      }),
      mailer: smtpMailer({ ...config.smtp, from: `${config.name} <portal@example.example>` }),
      ...(config.smsUrl !== undefined && { sms: httpSms({ url: `${config.smsUrl}/messages` }) }),
    },
    clock,
  )
  const twoFactor = createTwoFactor(options)
  const operations = createOperations(options)

  const app = express()
  app.disable('x-powered-by')
  app.use('/portal.css', express.static(fileURLToPath(new URL('portal.css', import.meta.url))))
  app.use(
    session({
      secret: config.sessionSecret,
      name: config.cookie,
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure: url.startsWith('https:') },
    }),
  )
  app.use(
    signIn({
      keycloak: keycloakConfiguration,
      portalUrl: url,
      signInParams: twoFactor.signInParams,
      now: () => clock.now(),
    }),
  )
  app.use('/two-factor', twoFactor.router())
  app.use(pages({ config, twoFactor, clock }))
  app.use(twoFactor.errors())
  app.use(lastErrorHandler)

  let server: Server | undefined
  let work: { stop(): Promise<void> } | undefined
  return {
    app,
    url,
    clock,
    twoFactor,
    /** What administrators do, as functions. */
    operations,
    /** Names of the migrations that ran when the store was opened. */
    migrations,
    /** Listens, and starts what runs by itself. */
    start: async (): Promise<AddressInfo> => {
      await givePolicies(operations, options.directory)
      server = app.listen(config.port, '127.0.0.1')
      await once(server, 'listening')
      work = twoFactor.start()
      return server.address() as AddressInfo
    },
    stop: async (): Promise<void> => {
      server?.closeAllConnections()
      if (server?.listening) await new Promise((resolve) => server?.close(resolve))
      await work?.stop()
      await store.close()
    },
  }
}

export type Portal = Awaited<ReturnType<typeof createPortal>>

// A stack trace is for the log; the browser gets one line.
const lastErrorHandler: ErrorRequestHandler = (error, _req, res, next) => {
  console.error(error)
  if (res.headersSent) return next(error)
  res.status(500).type('text').send('Something went wrong in the portal. Go back and try again.')
}
