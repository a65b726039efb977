import type { Request } from 'express'
import type { DecidedLogin } from '../actions/administration/note-login.js'
import type { Caller } from '../actions/context.js'
import type { Assessment, Evidence } from '../actions/sign-in/assess-login.js'
import type { Epochs } from '../actions/sign-in/epochs.js'
import type { PolicyEpochOf } from '../actions/tenant-policy/policy-epochs.js'
import type { DeviceUse } from '../actions/trusted-devices/use-device.js'
import type { Demand } from '../domain/assess.js'
import type { KeycloakLogin, LoginBinding, Subject } from '../domain/sign-in/login.js'
import type { Clock } from '../ports/clock.js'
import type { Identities, KeyedHash } from '../ports/crypto.js'
import type { Directory } from '../ports/directory.js'
import type { Events } from '../ports/events.js'
import type { Languages } from '../texts/index.js'
import type { Pages } from '../views/view.js'
import type { Bearer } from './sign-in/bearer.js'

/** What all of the Express side shares: settings that were checked at creation, ports, and the decisions. */
export interface Surroundings {
  readonly application: string
  /** The origin of option `url`, and its path without a trailing slash. */
  readonly origin: string
  readonly base: string
  readonly home: string
  readonly signIn: string
  readonly signOut: string
  readonly timeZone: string
  readonly login: (req: Request) => unknown
  readonly identities: Identities
  readonly keyedHash: KeyedHash
  readonly directory: Directory
  readonly events: Events
  readonly clock: Clock
  readonly pages: Pages
  readonly languages: Languages
  readonly epochs: Epochs
  readonly policyEpochOf: PolicyEpochOf
  readonly assessLogin: (
    login: KeycloakLogin,
    subject: Subject,
    demand: Demand,
    evidence: Evidence,
  ) => Promise<Assessment>
  /** The aliases of identity providers that ask for a new sign-in where Keycloak wants one. */
  readonly reauthenticating: readonly string[]
  /** Where mobile apps are returned to, by name. */
  readonly mobileReturns: ReadonlyMap<string, string>
  /** Null where option `bearer` does not turn access tokens on. */
  readonly bearer: Bearer | null
  readonly isInvited: (subject: Subject, assessment: Pick<Assessment, 'decision' | 'state'>) => Promise<boolean>
  readonly useDevice: (caller: Caller, sealed: string, days: number) => Promise<DeviceUse>
  /** Keeps what was decided for a login when it was first judged; behind the answer. */
  readonly noteLogin: (login: DecidedLogin) => void
  readonly carryOver: (before: LoginBinding, login: KeycloakLogin) => Promise<void>
}
