import {
  type ExportedPerson,
  type ImportedOtps,
  type ImportWork,
  importKeycloakOtp,
} from './actions/enrolment/import-keycloak-otp.js'
import type { ExamineWork } from './actions/installation/examine.js'
import type { KeyWork } from './actions/keys/key-work.js'
import { type KeyRemoval, type KeyRemoved, removeKey } from './actions/keys/remove-key.js'
import { reportKeys } from './actions/keys/report-keys.js'
import { type KeyRotation, rotateKeys } from './actions/keys/rotate-keys.js'
import { composeCore } from './compose-core.js'
import { type DoctorRequest, doctorOperation } from './compose-doctor.js'
import { type InstallationOperations, installationOperations } from './compose-installation.js'
import { type PolicyOperations, policyOperations } from './compose-policies.js'
import {
  type AuditOperations,
  auditOperations,
  type CoverageOperations,
  coverageOperations,
  type ExplainedLogin,
  type ExplanationOfLogin,
  explainOperation,
} from './compose-reports.js'
import { type UserOperations, userOperations } from './compose-users.js'
import type { Examination } from './domain/installation/finding.js'
import type { KeyUse } from './domain/keys/key-use.js'
import { TwoFactorError } from './errors.js'
import { checkOptions, type TwoFactorOptions } from './options.js'
import { PAGE_NAMES } from './pages/index.js'
import { type Clock, clock as systemClock, TEST_CLOCK } from './ports/clock.js'
import type { Keycloak } from './ports/keycloak.js'
import type { Migrations } from './ports/migrations.js'

/** What the application's keys hold. */
export interface KeysReport {
  /** Of option `secretKeys`: in its order, and after them those that are missing and yet needed. */
  readonly keys: readonly KeyUse[]
  /** Of option `statementKeys`: the first one signs, the others verify what they signed. */
  readonly statementKeys: readonly { readonly kid: string; readonly role: 'signs' | 'verifies' }[]
}

/** The options of `createTwoFactor`; those about requests and pages may be left out. `signIn` is where a logout returns to. */
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
    /**
     * Runs them in order and returns their names; by a signal it ends between two of them. A step that was interrupted is
     * finished by the next run.
     */
    run(work?: { readonly signal?: AbortSignal | undefined }): Promise<readonly string[]>
  }
  /** One person's second factor. */
  readonly users: UserOperations
  /**
   * Takes over the authenticator apps that people have in Keycloak, from `realmExport(file)`: see
   * docs/operations.md#import. Throws `ERR_2FA_MALFORMED` for the export of another realm.
   */
  importKeycloakOtp(people: AsyncIterable<ExportedPerson>, work?: ImportWork): Promise<ImportedOtps>
  /** The application's own keys: see docs/operations.md. Each is resumable, and ends by a signal between two batches. */
  readonly keys: {
    /** What each key still holds. */
    report(work?: KeyWork): Promise<KeysReport>
    /** Puts everything that is sealed under the first of `secretKeys`, while people sign in. */
    rotate(work?: KeyWork): Promise<KeyRotation & KeysReport>
    /**
     * Rotates, and makes sure that a key can be taken out of `secretKeys`. Throws `ERR_2FA_CONFLICT` while it is needed;
     * with `drop`, people whose backup codes only that key finds get new ones and a mail.
     */
    remove(keyId: string, removal?: KeyRemoval): Promise<KeyRemoved & KeysReport>
  }
  /** Policies of tenants: what is saved, what a change would mean, and the change. */
  readonly policies: PolicyOperations
  /** What this library needs in Keycloak: see docs/keycloak-administrator.md. */
  readonly installation: InstallationOperations
  /**
   * Looks at everything that can be wrong, topic by topic; changes nothing, and sends a message only where it is told to.
   * What can't be asked is a finding.
   */
  doctor(request?: DoctorRequest, work?: ExamineWork): Promise<readonly Examination[]>
  /**
   * What would be asked of a person who signed in now in a browser that nobody trusts, and why: by the same rule as at a
   * real sign-in. Nothing is written. Throws `ERR_2FA_NOT_FOUND`.
   */
  explain(login: ExplainedLogin): Promise<ExplanationOfLogin>
  /** What happened to people's second factors. */
  readonly audit: AuditOperations
  /** Who has a second factor. */
  readonly coverage: CoverageOperations
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
  const known = { ...configuration, signIn: options.signIn === undefined ? null : configuration.signIn }
  const core = composeCore(configuration, clock)
  const store: Partial<Migrations> = configuration.store
  const directory: Keycloak = configuration.directory
  const statementKeys = (core.signer?.jwks.keys ?? []).map(({ kid }, index) => ({
    kid,
    role: index === 0 ? ('signs' as const) : ('verifies' as const),
  }))
  const issuerOf = () => having(directory, 'issuer', DIRECTORY).issuer
  const administration = () => having(directory, 'administration', DIRECTORY).administration
  return {
    migrations: {
      pending: () => having(store, 'pendingMigrations', STORE).pendingMigrations(),
      run: (work) => having(store, 'migrate', STORE).migrate(work),
    },
    users: userOperations(core, () => having(directory, 'issuer', DIRECTORY)),
    importKeycloakOtp: async (people, work) =>
      importKeycloakOtp({ ...core, realm: having(directory, 'issuer', DIRECTORY) })(people, work),
    keys: {
      report: async (work) => ({ keys: await reportKeys(core)(work), statementKeys }),
      rotate: async (work) => ({ ...(await rotateKeys(core)(work)), statementKeys }),
      remove: async (keyId, removal) => ({ ...(await removeKey(core)(keyId, removal)), statementKeys }),
    },
    policies: policyOperations(core, issuerOf),
    explain: explainOperation(core, issuerOf, configuration.clientIds ?? []),
    audit: auditOperations(core, issuerOf),
    coverage: coverageOperations(core, issuerOf),
    installation: installationOperations(known, administration),
    doctor: doctorOperation(known, core, { store, issuerOf, administration }),
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
