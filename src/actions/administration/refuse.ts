import { TwoFactorError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEventBy } from '../record.js'

/** Why somebody was refused as administrator. */
export type Refusal = 'no-role' | 'outside' | 'oneself' | 'higher-role' | 'other-tenant'

const CURES = {
  'no-role': 'Only administrators may do this. Ask an operator for the role.',
  oneself: 'Nobody may do this to themselves. Use your own settings, or ask another administrator.',
  'higher-role': 'This person administers more than you do. Ask an operator.',
  'other-tenant': 'This person also belongs to another tenant. Ask an operator.',
}

/**
 * Notes in the log of whoever tried that they were refused, and makes the error: `ERR_2FA_FORBIDDEN`, and
 * `ERR_2FA_NOT_FOUND` for what is outside of their tenants, as for what does not exist.
 */
export function refuse(ports: { store: Store; random: Random; clock: Clock }) {
  return async ({ subject, origin, login }: Caller, because: Refusal, at: string): Promise<TwoFactorError> => {
    const now = ports.clock.at(await ports.store.databaseTime())
    const actor = { by: login.userId, origin }
    const event = auditEventBy(ports.random, actor, subject, 'administration-refused', now, { because, at })
    await ports.store.addAuditEvent(event)
    return because === 'outside'
      ? new TwoFactorError('ERR_2FA_NOT_FOUND', 'There is no such person or tenant.')
      : new TwoFactorError('ERR_2FA_FORBIDDEN', CURES[because])
  }
}
