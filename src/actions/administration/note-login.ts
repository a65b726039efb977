import type { Decision } from '../../domain/assess.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities, Random } from '../../ports/crypto.js'
import type { Directory } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'

/** What was decided for a login when it was first judged, and when, in the database's time. */
export interface DecidedLogin {
  readonly caller: Caller
  readonly decision: Decision
  readonly at: number
}

/**
 * Notes why a login was, or was not, asked, and to which tenants the person belongs now: the directory has just been
 * asked for these, so that this costs it nothing.
 */
export function noteLogin(ports: {
  store: Store
  directory: Directory
  identities: Identities
  random: Random
  clock: Clock
}) {
  return async ({ caller, decision, at }: DecidedLogin): Promise<void> => {
    const { login, subject } = caller
    const { outcome, reasons } = decision
    const details = {
      ...{ outcome, reasons, client: login.clientId },
      ...(login.identityProvider !== undefined && { provider: login.identityProvider }),
    }
    const event = auditEvent(ports.random, caller, 'login-decided', at, details)
    await ports.store.register(subject, login.locale)
    const tenants = await ports.directory.tenantsOf(login.userId).catch(() => null)
    // Where the person belongs stays what it was, as long as nobody can tell.
    if (tenants === null) return ports.store.addAuditEvent(event)
    const ids = tenants.map(({ id }) => id)
    await ports.store.noteLogin(event, ids)
  }
}
