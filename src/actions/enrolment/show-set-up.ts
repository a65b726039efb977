import { type Destination, readDestination } from '../../domain/enrolment/destination.js'
import { isPendingAlive, type Method, type TotpParameters } from '../../domain/enrolment/enrolment.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, Sealer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'

/** A pending enrolment as the person has to see it. */
export interface ShownSetUp {
  readonly method: Method
  /** Of an authenticator app, in base32; empty where codes are sent. */
  readonly secret: string
  /** Where codes are sent to; null for an authenticator app. */
  readonly destination: Destination | null
  readonly totp: TotpParameters
}

/** The pending enrolment of the caller's Keycloak session; null where there is none, or where its 30 minutes are over. */
export function showSetUp(ports: { store: Store; identities: Identities; sealer: Sealer; clock: Clock }) {
  return async ({ subject, login }: Caller): Promise<ShownSetUp | null> => {
    const pending = await ports.store.pendingEnrolment(subject.key)
    const now = ports.clock.at(await ports.store.databaseTime())
    if (pending === null || !isPendingAlive(pending, ports.identities.keycloakSession(login), now)) return null
    const secret = await ports.sealer.open(pending.sealedSecret, { subjectKey: subject.key, purpose: 'pending-secret' })
    const { method, totp } = pending
    const destination = readDestination(method, secret)
    return { method, secret: destination === null ? secret : '', destination, totp }
  }
}
