import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import type { Sealer } from '../../ports/crypto.js'
import type { Caller } from '../context.js'

/** The address that the codes of the caller's enrolment go to; null where it is an authenticator app. */
export function readDestination(ports: { sealer: Sealer }) {
  return async ({ subject }: Caller, { method, sealedSecret }: Enrolment): Promise<string | null> =>
    method === 'email'
      ? ports.sealer.open(sealedSecret, { subjectKey: subject.key, purpose: 'enrolment-secret' })
      : null
}
