import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'

/** Notes that somebody past the password gave up at the code. It gives no attempts back. */
export function cancelChallenge(ports: { store: Store; random: Random; clock: Clock }) {
  return async (caller: Caller): Promise<void> => {
    const now = ports.clock.at(await ports.store.databaseTime())
    await ports.store.addAuditEvent(auditEvent(ports.random, caller, 'challenge-cancelled', now))
  }
}
