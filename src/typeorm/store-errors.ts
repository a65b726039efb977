import { isTwoFactorError, TwoFactorError } from '../errors.js'

/** What drivers say of a failure: mysql2 a number and a word, SQLite a word. */
interface DriverFailure {
  readonly errno: number | undefined
  readonly code: string
  readonly message: string
}

/** 1020: the row changed since it was read; 1205: lock wait; 1213: deadlock, and Galera's conflict between two nodes; 1615: to be prepared again. */
const ABORTED = new Set([1020, 1205, 1213, 1615])

/** 1146: no such table; 1054: no such column; 1932: the table is there in name only. */
const SCHEMA = new Set([1054, 1146, 1932])

/** 1044, 1045, 1142: access denied; 1049: no such database; 1698: this user comes in another way. */
const CREDENTIALS = new Set([1044, 1045, 1049, 1142, 1698])

/** True where the database aborted the transaction for a reason that running it again may cure. */
export function isAborted(error: unknown): boolean {
  const { errno, code } = failureOf(error)
  return (errno !== undefined && ABORTED.has(errno)) || code.startsWith('SQLITE_BUSY')
}

/** True where a row of that key is already there. */
export function isDuplicate(error: unknown): boolean {
  const { errno, code } = failureOf(error)
  return errno === 1062 || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE'
}

/** How long a call may take, its repetitions included, in ms. */
export const LIMIT_MS = 5_000

/** The error of a call that ran out of its time. */
export function tooSlow(): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_STORE',
    `The database did not answer within ${LIMIT_MS / 1000} s, and the connection was given up. Check its load, its locks and the size of the connection pool.`,
  )
}

/** The error of a call that comes too late. */
export function closed(): TwoFactorError {
  return new TwoFactorError(
    'ERR_2FA_STORE',
    'The store was closed, or its DataSource was. Stop what still uses it first (`await running.stop()`).',
  )
}

/** What a failed call throws: the library's own errors as they are, anything else by what it takes to cure it. */
export function storeError(error: unknown): TwoFactorError {
  if (isTwoFactorError(error)) return error
  const failure = failureOf(error)
  const options = { cause: causeOf(error, failure) }
  if (
    (failure.errno !== undefined && SCHEMA.has(failure.errno)) ||
    /^(.*: )?no such (table|column)/.test(failure.message)
  ) {
    return new TwoFactorError(
      'ERR_2FA_CONFIGURATION',
      "The two_factor_ tables are missing or older than this version. Run `store.migrate()`, or run the application's migrations with `migrations: [...twoFactorMigrations]` in its DataSource.",
      options,
    )
  }
  return new TwoFactorError('ERR_2FA_STORE', cureOf(failure), options)
}

function cureOf({ errno, code }: DriverFailure): string {
  if (errno === 1047) {
    return 'This Galera node is not ready: it has left the cluster or is joining it. Connect to a node of the primary component.'
  }
  if (errno !== undefined && CREDENTIALS.has(errno)) {
    return `The database refuses the application (${code}). Check user, password, database name and rights of the DataSource.`
  }
  if (isAborted({ errno, code })) {
    return `The database aborted the transaction again and again (${code}). Try again, and look for long transactions on the two_factor_ tables.`
  }
  if (errno === undefined && code.startsWith('SQLITE_')) {
    return `The SQLite file cannot be used (${code}). Check that its folder exists, may be written to and has space left.`
  }
  if (code === '') return 'The database cannot be used; the cause says why.'
  return `The database cannot be asked (${code}). Check that it runs, and that the DataSource names its host and port.`
}

/** TypeORM keeps the driver's error in `driverError`; an error of a socket may be a bundle of one per address. */
function failureOf(error: unknown): DriverFailure {
  const outer = error as { driverError?: unknown } | null | undefined
  const { errno, code, message } = (outer?.driverError ?? outer ?? {}) as Record<string, unknown>
  return {
    // Errors of sockets carry the negative number of the operating system.
    errno: typeof errno === 'number' && errno > 0 ? errno : undefined,
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
  }
}

/** The driver's error without statement and values, which hold hashes and sealed secrets and would reach the log. */
function causeOf(error: unknown, { errno, code, message }: DriverFailure): Error {
  const cause = new Error(message.replace(/'[^']*'/g, "'…'"))
  if (error instanceof Error) cause.name = error.name
  return Object.assign(cause, code === '' ? {} : { code }, errno === undefined ? {} : { errno })
}
