import { randomBytes } from 'node:crypto'
import type { Caller } from '../../src/actions/context.js'
import { confirmSetUp } from '../../src/actions/enrolment/confirm-set-up.js'
import { showSetUp } from '../../src/actions/enrolment/show-set-up.js'
import { startSetUp } from '../../src/actions/enrolment/start-set-up.js'
import { sha256Identities } from '../../src/crypto/identities.js'
import { hmacKeyedHash } from '../../src/crypto/keyed-hash.js'
import { systemRandom } from '../../src/crypto/random.js'
import { joseSealer } from '../../src/crypto/sealer.js'
import { secretKeys } from '../../src/crypto/secret-keys.js'
import { otplibTotp } from '../../src/crypto/totp.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import type { Directory } from '../../src/ports/directory.js'
import { testDirectory } from '../../src/testing/test-directory.js'
import { codeAt } from '../crypto/code-at.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { policyWith } from '../domain/sample-policy.js'
import { memoryStore } from './memory-store.js'

/** Every port that the actions of a person use, on a store in memory whose time stands still at noon. */
export function ports() {
  const directory: Directory = {
    ...testDirectory(),
    person: async (userId) => ({
      userId,
      username: 'fred',
      displayName: 'Fred Farmer',
      email: 'fred@example.example',
      emailVerified: true,
      locale: null,
      enabled: true,
    }),
  }
  const keys = secretKeys([{ id: 'first', key: randomBytes(32) }])
  const store = memoryStore()
  store.time = NOON
  return {
    store,
    sealer: joseSealer(keys),
    keyedHash: hmacKeyedHash(keys),
    identities: sha256Identities(),
    random: systemRandom(),
    totp: otplibTotp(),
    directory,
    clock: { now: () => store.time ?? NOON, at: (time: number) => time, databaseNow: () => store.time ?? NOON },
    phoneNumbers: { country: 'JP', prefixes: ['+81', '+49'] },
    readChannels: async () => ({ email: { state: 'working' }, sms: { state: 'working' } }) as const,
    policyOf: async () => policyWith({ requirement: 'optional' }),
    events: { emit: () => undefined },
    impersonation: 'refuse' as 'refuse' | 'read-only',
    unreadablePassword: 'ask' as 'ask' | 'trust',
  }
}

export type Ports = ReturnType<typeof ports>

/** Somebody who is signed in. */
export function callerOf({ identities }: Pick<Ports, 'identities'>, changes: Partial<KeycloakLogin> = {}): Caller {
  const login = sampleLogin(changes)
  const origin = { browser: 'Firefox', system: 'Linux', address: '192.0.2.7' }
  return { login, subject: identities.subject(login), origin }
}

/** The code that an authenticator app shows so many time steps from now. */
export function codeOf({ store }: Pick<Ports, 'store'>, secret: string, steps = 0): string {
  return codeAt(secret, Math.floor((store.time ?? Date.now()) / 30_000) + steps)
}

/** Sets up an authenticator app for somebody, with the code of the time step before this one; gives the secret. */
export async function enrol(given: Ports, caller: Caller): Promise<string> {
  const secret = await beginSetUp(given, caller)
  const answer = await confirmSetUp(given)(caller, codeOf(given, secret, -1))
  if (answer.verdict.outcome !== 'accepted') throw new Error(`Set-up ended as ${answer.verdict.outcome}`)
  return secret
}

/** Begins a set-up and gives the secret. */
export async function beginSetUp(given: Ports, caller: Caller): Promise<string> {
  await startSetUp(given)(caller, 'totp')
  const shown = await showSetUp(given)(caller)
  if (shown === null) throw new Error('Nothing is pending')
  return shown.secret
}

/** Six digits that are no code of the secret around now. */
export function wrongCode(given: Ports, secret: string): string {
  const right = new Set([-1, 0, 1].map((steps) => codeOf(given, secret, steps)))
  return ['000000', '111111', '222222', '333333'].find((code) => !right.has(code)) ?? ''
}

/** The notices in the outbox, opened, in the order of writing. */
export async function notices(
  { store, sealer }: Ports,
  { subject }: Caller,
): Promise<{ kind: string; left?: number }[]> {
  const bodies = [...store.outbox.values()].map(({ message }) => message.sealedBody)
  const opened = bodies.map((body) => sealer.open(body, { subjectKey: subject.key, purpose: 'message' }))
  return (await Promise.all(opened)).map((text) => JSON.parse(text).notice)
}
