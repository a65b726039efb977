/** What a room may import. */
export interface Room {
  /** Other rooms, at run time and as types. */
  readonly rooms: readonly string[]
  /** Rooms of which it may have types alone. */
  readonly types?: readonly string[]
  readonly packages: readonly string[]
  /** Packages of which it may have types alone. */
  readonly packageTypes?: readonly string[]
}

const COMPOSED = ['actions', 'crypto', 'domain', 'express', 'mail', 'pages', 'ports', 'texts', 'views', 'workers']
const DOOR: Room = {
  rooms: [
    ...COMPOSED,
    'call-options.ts',
    'checked-options.ts',
    'compose-actions.ts',
    'compose-administration.ts',
    'compose-doctor.ts',
    'compose-installation.ts',
    'compose-linked-accounts.ts',
    'compose-policies.ts',
    'compose-reports.ts',
    'compose-surroundings.ts',
    'compose-users.ts',
    'compose-core.ts',
    'compose-workers.ts',
    'create-operations.ts',
    'create-two-factor.ts',
    'errors.ts',
    'manifest.ts',
    'option-values.ts',
    'options.ts',
    'policy-options.ts',
    'telemetry.ts',
    'visit-application.ts',
  ],
  packages: ['zod', 'ms', '@opentelemetry/api'],
}

/** The table of the design, section 5. */
export const TABLE: Readonly<Record<string, Room>> = {
  'errors.ts': { rooms: [], packages: [] },
  'index.ts': DOOR,
  'options.ts': DOOR,
  // How options are judged and their faults put into words, apart from which options there are.
  'checked-options.ts': DOOR,
  // The options of what createTwoFactor() returns, apart from its own.
  'call-options.ts': DOOR,
  // The options about policies, apart from the others.
  'policy-options.ts': DOOR,
  // The kinds of values that options have.
  'option-values.ts': DOOR,
  'create-two-factor.ts': DOOR,
  // What administrators do: composed for the command line as createTwoFactor() is for the application.
  'create-operations.ts': DOOR,
  // The ports, which the application and the command line compose alike.
  'compose-actions.ts': DOOR,
  'compose-administration.ts': DOOR,
  'compose-doctor.ts': DOOR,
  'compose-installation.ts': DOOR,
  // Goes to the application as a browser does, for doctor.
  'visit-application.ts': { rooms: [], types: ['ports'], packages: [] },
  'compose-linked-accounts.ts': DOOR,
  // Reads plugin-manifest.json, which says what install makes.
  'manifest.ts': { rooms: ['domain'], packages: ['node:module'] },
  'compose-policies.ts': DOOR,
  'compose-reports.ts': DOOR,
  'compose-surroundings.ts': DOOR,
  'compose-users.ts': DOOR,
  'compose-core.ts': DOOR,
  'compose-workers.ts': DOOR,
  'telemetry.ts': DOOR,
  domain: { rooms: ['errors.ts'], packages: ['zod', 'libphonenumber-js'] },
  ports: { rooms: [], types: ['domain'], packages: [] },
  actions: { rooms: ['domain', 'ports', 'errors.ts'], packages: [] },
  crypto: { rooms: ['ports', 'domain', 'errors.ts'], packages: ['jose', 'otplib', 'node:crypto'] },
  typeorm: { rooms: ['ports', 'domain', 'errors.ts', 'migrations'], packages: ['typeorm'] },
  migrations: { rooms: [], packages: ['typeorm'] },
  keycloak: { rooms: ['ports', 'domain', 'errors.ts'], packages: ['@keycloak/keycloak-admin-client', 'jose'] },
  workers: { rooms: ['actions', 'ports', 'domain', 'errors.ts'], packages: [] },
  views: { rooms: ['domain'], packages: ['zod'] },
  pages: { rooms: ['views', 'texts'], packages: ['preact', 'qrcode'] },
  mail: {
    rooms: ['views', 'texts', 'ports', 'domain', 'errors.ts'],
    packages: ['preact', 'nodemailer'],
  },
  express: {
    rooms: ['actions', 'views', 'pages', 'texts', 'domain', 'errors.ts'],
    types: ['ports'],
    packages: ['express', 'helmet', 'csrf-sync', 'passport-custom', 'bowser'],
  },
  texts: { rooms: [], packages: [] },
  cli: {
    rooms: ['actions', 'views', 'create-operations.ts', 'create-two-factor.ts', 'options.ts', 'errors.ts'],
    packages: ['commander', 'ora', 'yaml'],
  },
  testing: { rooms: ['ports', 'domain', 'errors.ts', 'typeorm', 'express'], packages: [] },
}

/** What the table forgot: a room, what it needs in addition, and why that is right. */
export interface Addition {
  readonly room: string
  readonly needs: 'room' | 'package' | 'types of room' | 'types of package'
  readonly name: string
  readonly reason: string
}

export const ADDITIONS: readonly Addition[] = [
  {
    room: 'options.ts',
    needs: 'types of package',
    name: 'express',
    reason: 'the option "login" is a function of Express’s request, and the door is where hosts meet Express’s types',
  },
  {
    room: 'create-two-factor.ts',
    needs: 'types of package',
    name: 'express',
    reason: 'what it returns are Express’s middlewares and routers, by Express’s own types',
  },
  {
    room: 'actions',
    needs: 'package',
    name: 'node:timers/promises',
    reason: 'a judgement that somebody overtook waits a moment before it is made again',
  },
  {
    room: 'typeorm',
    needs: 'package',
    name: 'node:timers/promises',
    reason: 'a transaction that the database aborted waits a moment before it is run again',
  },
  {
    room: 'typeorm',
    needs: 'package',
    name: 'libsql',
    reason: 'TypeORM gets it as the driver of the SQLite file, only when sqliteStore() is used',
  },
  {
    room: 'express',
    needs: 'package',
    name: 'cookie',
    reason: 'the return cookie is read without cookie-parser, which a host may use with secrets of its own',
  },
  {
    room: 'express',
    needs: 'package',
    name: 'zod',
    reason: 'the return cookie comes back from a browser and is read by a schema',
  },
  {
    room: 'express',
    needs: 'package',
    name: 'node:stream/promises',
    reason: 'a file of any length is sent as fast as it is taken, and no faster',
  },
  {
    room: 'views',
    needs: 'package',
    name: 'csv-stringify',
    reason: 'a file for spreadsheets is the same from a page and from the command line',
  },
  {
    room: 'pages',
    needs: 'package',
    name: 'preact-render-to-string',
    reason: 'it is the half of preact that makes HTML on a server',
  },
  {
    room: 'mail',
    needs: 'package',
    name: 'preact-render-to-string',
    reason: 'it is the half of preact that makes HTML on a server',
  },
  {
    room: 'mail',
    needs: 'package',
    name: 'twilio',
    reason: 'twilioSms() loads it when it is used; the application installs it',
  },
  {
    room: 'cli',
    needs: 'room',
    name: 'domain',
    reason: 'the steps of a plan have their words there, which doctor uses too',
  },
  {
    room: 'testing',
    needs: 'package',
    name: 'node:assert/strict',
    reason: 'the published contract asks for no assertion library of the store’s author',
  },
  {
    room: 'testing',
    needs: 'room',
    name: 'crypto',
    reason: 'verifyLogin() names and seals as the application under test does',
  },
  {
    room: 'testing',
    needs: 'types of room',
    name: 'options.ts',
    reason: 'withTestClock() takes and returns the options of createTwoFactor()',
  },
  {
    room: 'keycloak',
    needs: 'package',
    name: 'node:fs',
    reason: 'a realm export is a file, and may be larger than the memory',
  },
  {
    room: 'keycloak',
    needs: 'package',
    name: 'stream-json',
    reason: 'a realm export is read one person after another',
  },
  {
    room: 'keycloak',
    needs: 'package',
    name: 'stream-chain',
    reason: 'it puts the parts of stream-json together',
  },
  {
    room: 'cli',
    needs: 'room',
    name: 'keycloak',
    reason: 'commands about Keycloak read its exports and set its objects up',
  },
  {
    room: 'cli',
    needs: 'room',
    name: 'texts',
    reason: 'the reasons of a decision are said in the same words as on the pages',
  },
  {
    room: 'cli',
    needs: 'package',
    name: 'node:fs/promises',
    reason: 'the command line reads its configuration and policies from files',
  },
  {
    room: 'cli',
    needs: 'package',
    name: 'node:path',
    reason: 'file names on the command line are seen from the folder it runs in',
  },
  {
    room: 'cli',
    needs: 'package',
    name: 'node:url',
    reason: 'the configuration file is imported by its address',
  },
  {
    room: 'cli',
    needs: 'package',
    name: 'node:readline',
    reason: 'nothing destructive is done without an answer',
  },
  {
    room: 'cli',
    needs: 'package',
    name: 'pathToFileURL(path).href',
    reason: 'the configuration file is the host’s own, and named only when the command is run',
  },
]

/** Where each `node:` module may be used; a room that is not named may use none of them. */
export const NODE_MODULES: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['crypto'],
  'node:stream/promises': ['express'],
  'node:timers/promises': ['actions', 'typeorm'],
  'node:assert/strict': ['testing'],
  'node:readline': ['cli'],
  'node:url': ['cli'],
  'node:module': ['manifest.ts'],
  'node:path': ['cli'],
  'node:fs/promises': ['cli'],
  'node:fs': ['keycloak'],
}

/** The topics, in `domain`, `actions`, `typeorm`, `express`, `views` and `pages` alike. */
export const TOPICS = [
  'sign-in',
  'challenge',
  'enrolment',
  'backup-codes',
  'trusted-devices',
  'single-sign-on',
  'linked-accounts',
  'statements',
  'messages',
  'tenant-policy',
  // The same policies as attributes in Keycloak: rules of their own, which no sign-in asks.
  'policy-sync',
  'administration',
  'keys',
  'installation',
]
