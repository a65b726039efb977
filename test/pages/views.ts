import type { Problem } from '../../src/views/challenge/problem.js'
import type { Frame } from '../../src/views/frame.js'
import type { View, ViewOf } from '../../src/views/view.js'
import { adminViews } from './admin-views.js'

const AT = Date.UTC(2026, 10, 22, 7, 32)

/** A frame as the express room makes it. */
const EVENTS = [
  {
    kind: 'code-accepted',
    at: Date.UTC(2026, 10, 22),
    origin: { browser: 'Firefox', system: 'Windows', address: '192.0.2.1' },
  },
  { kind: 'enabled', at: Date.UTC(2026, 10, 21), origin: { browser: null, system: null, address: null } },
] as const

const SENT = { channel: 'email', to: 'f••d@example.example', resendAt: Date.UTC(2026, 10, 22) + 60_000 } as const

const BY_SMS = { ...SENT, channel: 'sms', to: '+81 ••••78' } as const

const TEXT_HELP = { text: 'extension 4711', link: null }

const HELP = { text: 'help@acme.example', link: 'mailto:help@acme.example' }

const DEVICES = [
  {
    id: '019aa000-0000-7000-8000-000000000001',
    name: null,
    browser: 'Firefox',
    system: 'Windows',
    address: '192.0.2.1',
    createdAt: Date.UTC(2026, 9, 1),
    usedAt: Date.UTC(2026, 10, 21),
    endsAt: Date.UTC(2026, 11, 30),
    isThis: true,
  },
  {
    id: '019aa000-0000-7000-8000-000000000002',
    name: 'The one in the kitchen',
    browser: 'Safari',
    system: 'iOS',
    address: null,
    createdAt: Date.UTC(2026, 9, 2),
    usedAt: Date.UTC(2026, 10, 20),
    endsAt: Date.UTC(2026, 11, 31),
    isThis: false,
  },
] as const

export function frame(locale: string): Frame {
  return {
    application: 'Acme Portal',
    person: 'Fred Fisher',
    locale,
    timeZone: null,
    now: Date.UTC(2026, 10, 22),
    base: '/two-factor',
    home: '/',
    csrfToken: 'token-of-this-session',
  }
}

/** Every way a code can be refused. */
export const PROBLEMS: readonly Problem[] = [
  { kind: 'malformed' },
  { kind: 'wrong', triesLeft: 1, lockedUntil: null },
  { kind: 'wrong', triesLeft: 0, lockedUntil: AT },
  { kind: 'replayed', triesLeft: 2, lockedUntil: null },
  { kind: 'replayed', triesLeft: 0, lockedUntil: AT },
  { kind: 'locked', until: AT },
  { kind: 'disabled' },
  { kind: 'expired' },
  { kind: 'capped', until: Date.UTC(2026, 10, 22, 11) },
  { kind: 'undeliverable' },
]

const OFF = { active: false, offered: true, reason: null, provider: null, invitation: true } as const

const LONG_NAME = 'a.person.with.a.very.long.name@a-department.of-a-company.example'

const ACCOUNTS = [
  { provider: 'office365', name: 'Office 365', userName: 'fred@acme.example', state: 'stands-in' },
  { provider: 'google', name: 'Google', userName: LONG_NAME, state: 'unconfirmed' },
  { provider: 'gitlab', name: 'GitLab', userName: 'fred', state: 'asked' },
] as const

const NO_ACCOUNTS = { accounts: [], protectedBy: null }

/** At least one view of every page, and one of each of its states. */
export function everyView(around: Frame): View[] {
  const active = {
    active: true,
    method: 'totp',
    since: AT,
    destination: null,
    backupCodesLeft: 10,
    saveBackupCodes: true,
    trustedDevices: { days: 90, count: 2 },
    lastUsedAt: AT,
    canTurnOff: true,
  } as const
  const challenge = (rest: Omit<ViewOf<'challenge'>, keyof Frame | 'page' | 'digits'>): View => ({
    ...around,
    page: 'challenge',
    digits: 6,
    ...rest,
  })
  const byMail = { ...active, method: 'email', destination: 'f••d@example.example' } as const
  const settled = {
    ...active,
    saveBackupCodes: false,
    canTurnOff: false,
    trustedDevices: { days: 0, count: 0 },
  }
  return [
    {
      ...around,
      page: 'settings',
      ...NO_ACCOUNTS,
      status: { active: false, offered: true, reason: null, provider: null, invitation: true },
      done: null,
      events: [],
    },
    {
      ...around,
      page: 'settings',
      ...NO_ACCOUNTS,
      status: { active: false, offered: false, reason: 'policy', provider: null, invitation: false },
      done: 'turned-off',
      events: [],
    },
    {
      ...around,
      page: 'settings',
      ...NO_ACCOUNTS,
      status: { active: false, offered: false, reason: 'single-sign-on', provider: 'google', invitation: false },
      done: null,
      events: [],
    },
    { ...around, page: 'settings', ...NO_ACCOUNTS, status: { ...OFF, invitation: false }, done: null, events: [] },
    { ...around, page: 'settings', ...NO_ACCOUNTS, status: active, done: 'enabled', events: EVENTS },
    {
      ...around,
      page: 'settings',
      accounts: ACCOUNTS,
      protectedBy: 'Office 365',
      status: settled,
      done: null,
      events: [],
    },
    { ...around, page: 'settings', accounts: null, protectedBy: null, status: byMail, done: null, events: [] },
    {
      ...around,
      page: 'settings',
      ...NO_ACCOUNTS,
      status: { ...byMail, method: 'sms', destination: BY_SMS.to },
      done: null,
      events: [],
    },
    {
      ...around,
      page: 'set-up',
      methods: ['totp', 'email'],
      email: 'f••d@example.example',
      apps: [{ name: 'An App', links: { ios: 'https://i.example', web: 'https://w.example' } }],
      replaces: true,
    },
    { ...around, page: 'set-up', methods: ['totp', 'email'], email: null, apps: [], replaces: false },
    { ...around, page: 'set-up-later', tenants: ['Acme'], until: AT + 4 * 86_400_000, logins: 2 },
    { ...around, page: 'set-up-later', tenants: ['Acme', 'Birch'], until: null, logins: 1 },
    { ...around, page: 'set-up-later', tenants: [], until: AT, logins: null },
    { ...around, page: 'set-up-later', tenants: ['Dune'], until: null, logins: null },
    { ...around, page: 'set-up', methods: ['totp'], email: null, apps: [], replaces: false },
    { ...around, page: 'set-up', methods: ['totp', 'email', 'sms'], email: SENT.to, apps: [], replaces: false },
    { ...around, page: 'set-up', methods: ['email', 'sms'], email: SENT.to, apps: [], replaces: true },
    ...([null, 'malformed', 'not-allowed'] as const).map(
      (problem): View => ({ ...around, page: 'set-up-sms-number', number: '+819012345678', problem }),
    ),
    {
      ...around,
      page: 'set-up-totp',
      address: 'otpauth://totp/Acme%20Portal:fred?secret=JBSWY3DPEHPK3PXP&issuer=Acme%20Portal',
      key: 'JBSW Y3DP EHPK 3PXP',
      account: 'Acme Portal (fred)',
    },
    ...[null, ...PROBLEMS].flatMap((problem): View[] => [
      { ...around, page: 'set-up-totp-confirm', digits: 6, problem },
      challenge({
        method: 'totp',
        sent: null,
        trust: { days: 90, chosen: problem !== null },
        byEmail: null,
        help: null,
        problem,
      }),
      challenge({
        method: 'email',
        trust: null,
        sent: problem === null ? SENT : null,
        byEmail: null,
        help: HELP,
        problem,
      }),
      challenge({
        method: 'sms',
        trust: null,
        sent: problem === null ? BY_SMS : null,
        byEmail: SENT.to,
        help: TEXT_HELP,
        problem,
      }),
      challenge({ method: 'sms', trust: null, sent: SENT, byEmail: null, help: null, problem }),
      { ...around, page: 'set-up-email', digits: 6, sent: problem === null ? SENT : null, problem },
      { ...around, page: 'set-up-sms', digits: 6, sent: problem === null ? BY_SMS : null, problem },
      { ...around, page: 'challenge-backup', help: problem === null ? HELP : null, problem },
    ]),
    { ...around, page: 'backup-codes', ...codes(true), saveBackupCodes: true, justEnabled: true, goesOn: true },
    { ...around, page: 'backup-codes', ...codes(false), saveBackupCodes: false, justEnabled: false, goesOn: false },
    {
      ...around,
      page: 'fresh',
      digits: 6,
      sent: { channel: 'email', to: 'f••d@example.example', resendAt: AT },
      problem: null,
    },
    { ...around, page: 'fresh', digits: 6, sent: null, problem: { kind: 'undeliverable' } },
    {
      ...around,
      page: 'linked-accounts',
      accounts: ACCOUNTS,
      offered: [{ provider: 'github', name: 'GitHub' }],
      canDisconnect: true,
      canConfirm: true,
      done: 'connected',
    },
    {
      ...around,
      page: 'linked-accounts',
      accounts: ACCOUNTS.slice(0, 1),
      offered: [],
      canDisconnect: false,
      canConfirm: false,
      done: 'not-connected',
    },
    {
      ...around,
      page: 'linked-accounts',
      accounts: [],
      offered: [
        { provider: 'google', name: 'Google' },
        { provider: 'office365', name: 'Office 365' },
      ],
      canDisconnect: false,
      canConfirm: true,
      done: null,
    },
    { ...around, page: 'linked-accounts-connect', provider: 'google', name: 'Google', userName: null },
    { ...around, page: 'linked-accounts-connect', provider: 'google', name: 'Google', userName: LONG_NAME },
    { ...around, page: 'linked-accounts-disconnect', provider: 'google', name: 'Google', userName: LONG_NAME },
    { ...around, page: 'devices', devices: DEVICES, days: 90, done: 'renamed' },
    { ...around, page: 'devices', devices: [], days: 30, done: 'all-revoked' },
    { ...around, page: 'devices', devices: [], days: 0, done: null },
    { ...around, page: 'turn-off' },
    { ...around, page: 'backup-codes-regenerate' },
    ...adminViews(around),
    { ...around, page: 'refresh', to: '/login', reason: 'password' },
    { ...around, page: 'refresh', to: 'com.acme.app:/two-factor', reason: 'app' },
    { ...around, page: 'error', status: 503, code: 'ERR_2FA_STORE', detail: null },
    { ...around, page: 'error', status: 500, code: 'constructor', detail: 'A sentence in English.' },
  ]
}

function codes(readable: boolean) {
  return {
    codes: Array.from({ length: 10 }, (_, index) => ({
      code: readable ? `mfrg-gzdf-mztw-q2l${index}` : null,
      usedAt: index === 3 ? AT : null,
    })),
    createdAt: AT,
  }
}
