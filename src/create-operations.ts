import { type PersonReport, showPerson } from './actions/administration/show-person.js'
import { composeCore } from './compose-core.js'
import { TwoFactorError } from './errors.js'
import { checkOptions, type TwoFactorOptions } from './options.js'
import { PAGE_NAMES } from './pages/index.js'
import { type Clock, clock as systemClock, TEST_CLOCK } from './ports/clock.js'
import type { Migrations } from './ports/migrations.js'
import type { Realm } from './ports/realm.js'

/** The options of `createTwoFactor`; those about requests and pages may be left out, and are not used. */
export type OperationsOptions = Omit<TwoFactorOptions, 'login' | 'signIn' | 'signOut'> &
  Partial<Pick<TwoFactorOptions, 'login' | 'signIn' | 'signOut'>>

/**
 * What the command line does, as functions. Whoever can call them has the options, secrets included, so they ask for no
 * login and judge nobody's right.
 */
export interface Operations {
  /** Makes and changes this library's tables. */
  readonly migrations: {
    /** The names of the steps that the database has not seen. */
    pending(): Promise<readonly string[]>
    /** Runs them in order and returns their names. A step that was interrupted is finished by the next run. */
    run(): Promise<readonly string[]>
  }
  readonly users: {
    /** The second factor of a person, by Keycloak's user id. Throws `ERR_2FA_NOT_FOUND`. */
    show(userId: string): Promise<PersonReport>
  }
  /** Gives back the connections of the store. */
  close(): Promise<void>
}

/**
 * Composes what administrators do from a shell or a job. Does no I/O and starts nothing. Throws `ERR_2FA_CONFIGURATION` as
 * `createTwoFactor` does; a function whose port the options do not have throws it when it is called.
 */
export function createOperations(options: OperationsOptions): Operations {
  const complete = { login: () => undefined, signIn: '/login', signOut: '/logout', ...options }
  const configuration = checkOptions(complete, PAGE_NAMES)
  const clock = (options as { [TEST_CLOCK]?: Clock })[TEST_CLOCK] ?? systemClock()
  const core = composeCore(configuration, clock)
  const store: Partial<Migrations> = configuration.store
  const directory: Partial<Realm> = configuration.directory
  return {
    migrations: {
      pending: () => having(store, 'pendingMigrations', STORE).pendingMigrations(),
      run: () => having(store, 'migrate', STORE).migrate(),
    },
    users: {
      show: async (userId) => showPerson({ ...core, realm: having(directory, 'issuer', DIRECTORY) })(userId),
    },
    close: async () => store.close?.(),
  }
}

const STORE = 'Option "store" must be typeormStore(dataSource) or sqliteStore(file) for this.'
const DIRECTORY = 'Option "directory" must be keycloakDirectory({ … }) for this.'

/** The port with what is needed of it. */
function having<Port, Key extends keyof Port>(port: Port, key: Key, cure: string): Port & Required<Pick<Port, Key>> {
  if (port[key] === undefined) throw new TwoFactorError('ERR_2FA_CONFIGURATION', cure)
  return port as Port & Required<Pick<Port, Key>>
}
