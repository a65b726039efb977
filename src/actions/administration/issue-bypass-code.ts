import { bypassCodeFrom, parseLasting, parseReason } from '../../domain/administration/bypass-code.js'
import { OPEN_SIDE } from '../../domain/challenge/attempts.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Random } from '../../ports/crypto.js'
import type { Actor } from '../context.js'
import { auditEventBy, outboxMessageBy } from '../record.js'
import { bypassCodeHash } from './bypass-code-hash.js'
import { type RescuePorts, requireEnrolment, rescue } from './rescue.js'

/** A bypass code, to be told to the person; nobody can read it again. */
export interface IssuedBypassCode {
  readonly code: string
  readonly endsAt: number
}

/**
 * Issues a code that lets a person in once without their second factor; an earlier one dies. The side of backup codes is
 * opened for it, since whoever issues it has made sure who asks. The person is told by mail.
 *
 * Throws `ERR_2FA_MALFORMED` without a reason or outside of 10 minutes to 24 hours, `ERR_2FA_CONFLICT` where nothing is
 * set up.
 */
export function issueBypassCode(ports: RescuePorts) {
  return async (
    actor: Actor,
    subject: Subject,
    given: { readonly reason: unknown; readonly lastsMs: unknown },
  ): Promise<IssuedBypassCode> => {
    const reason = parseReason(given.reason)
    const lastsMs = parseLasting(given.lastsMs)
    return rescue(ports, subject, async ({ state, expected, now }) => {
      requireEnrolment(state)
      const code = newBypassCode(ports.random)
      const endsAt = now + lastsMs
      const details = { reason, minutes: Math.round(lastsMs / 60_000) }
      const settlement = await ports.store.putBypassCode(expected, {
        bypassCode: {
          id: ports.random.id(now),
          ...ports.keyedHash.hash('bypass-code', bypassCodeHash(subject.key, code)),
          createdAt: now,
          endsAt,
          usedAt: null,
        },
        attempts: { ...state.attempts, recovery: OPEN_SIDE },
        effects: {
          audit: [auditEventBy(ports.random, actor, subject, 'bypass-code-issued', now, details)],
          messages: [await outboxMessageBy(ports, subject, { kind: 'bypass-code-issued', at: now, until: endsAt })],
        },
      })
      return { settlement, answer: { code, endsAt } }
    })
  }
}

function newBypassCode(random: Random): string {
  for (;;) {
    const code = bypassCodeFrom(random.bytes(4))
    if (code !== null) return code
  }
}
