import { mayBeInvited } from '../../domain/enrolment/invitation.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Clock } from '../../ports/clock.js'
import type { Random } from '../../ports/crypto.js'
import type { InvitationStore } from '../../ports/invitation-store.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'
import type { Assessment } from '../sign-in/assess-login.js'

/** Whether somebody is to be invited to set up a second factor: they may, have none, and did not dismiss it. */
export function isInvited(ports: { store: InvitationStore }) {
  return async (subject: Subject, { decision, state }: Pick<Assessment, 'decision' | 'state'>): Promise<boolean> =>
    mayBeInvited(decision, state.enrolment) && (await ports.store.invitationDismissedAt(subject.key)) === null
}

/** Notes that the caller does not want to be invited any more; a second time is no error. */
export function dismissInvitation(ports: { store: Store; random: Random; clock: Clock }) {
  return async (caller: Caller): Promise<void> => {
    const dismissedAt = ports.clock.at(await ports.store.databaseTime())
    const audit = [auditEvent(ports.random, caller, 'invitation-dismissed', dismissedAt)]
    await ports.store.dismissInvitation(caller.subject.key, { dismissedAt, effects: { audit, messages: [] } })
  }
}
