import { type Destination, readDestination as read } from '../../domain/enrolment/destination.js'
import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import type { Sealer } from '../../ports/crypto.js'
import type { Caller } from '../context.js'

/** Where the codes of the caller's enrolment go; null where it is an authenticator app. */
export function readDestination(ports: { sealer: Sealer }) {
  return async ({ subject }: Caller, { method, sealedSecret }: Enrolment): Promise<Destination | null> =>
    method === 'totp'
      ? null
      : read(method, await ports.sealer.open(sealedSecret, { subjectKey: subject.key, purpose: 'enrolment-secret' }))
}
