import type { AuditKind } from '../../domain/administration/audit-event.js'
import { FREE_TRIES, type Side } from '../../domain/challenge/attempts.js'
import type { Judgement } from '../../domain/challenge/judge-code.js'
import type { SentCode } from '../../domain/challenge/sent-code.js'
import type { Notice } from '../../domain/messages/notice.js'
import { bindingOf } from '../../domain/sign-in/login.js'
import type { Proof } from '../../domain/sign-in/mark.js'
import type { Identities, Random, Sealer } from '../../ports/crypto.js'
import type { Settlement, Store, SubjectState } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import type { Answer } from './answer.js'
import { judgedSession } from './judged-session.js'

/** What committing a judgement needs. */
export interface CommitPorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly identities: Identities
  readonly random: Random
}

/** One judgement, ready to be committed. */
export interface Judged {
  readonly caller: Caller
  readonly state: SubjectState
  readonly now: number
  readonly side: Side
  readonly proof: Proof
  readonly judgement: Judgement
  readonly spentBackupCode?: { readonly id: string; readonly usedAt: number }
  readonly spentBypassCode?: { readonly id: string; readonly usedAt: number }
  readonly spentSentCode?: SentCode
  /** False where a right code is no second step; default true. */
  readonly isSecondStep?: boolean
  /** What the person is told where the code was accepted. */
  readonly notices?: readonly Omit<Notice, 'origin'>[]
}

/**
 * Commits what a judgement costs or earns, in one transaction with its audit entry and mails, and only then hands the
 * answer out: no answer is given that was not counted.
 */
export async function commitJudgement(
  ports: CommitPorts,
  judged: Judged,
): Promise<{ settlement: Settlement; answer: Answer }> {
  const { caller, state, now, side, proof, judgement, isSecondStep = true } = judged
  const { verdict, attempts } = judgement
  if (attempts === null) return { settlement: 'settled', answer: answerOf(judged) }

  const accepted = verdict.outcome === 'accepted'
  const locked = 'lockedUntil' in verdict && verdict.lockedUntil !== null
  const details = { outcome: verdict.outcome, proof, ...(locked && { locked }) }
  // The fifth wrong answer in a row is told; those after it are not, or a guesser could flood the mailbox.
  const fifth = !accepted && attempts[side].wrong === FREE_TRIES
  const notices = fifth ? [{ kind: 'five-wrong-codes', at: now } as const] : accepted ? (judged.notices ?? []) : []
  const settlement = await ports.store.settle(
    { subjectKey: caller.subject.key, version: state.attempts.version, epoch: state.epoch },
    {
      attempts,
      ...(accepted && isSecondStep && { verifiedSession: judgedSession(ports.identities, caller, proof, now) }),
      ...(accepted && judged.spentSentCode && { spentSentCode: judged.spentSentCode }),
      ...(accepted && judged.spentBypassCode && { spentBypassCode: judged.spentBypassCode }),
      ...(accepted && judged.spentBackupCode && { spentBackupCode: judged.spentBackupCode }),
      effects: {
        audit: [auditEvent(ports.random, caller, auditKind(side, proof, accepted), now, details)],
        messages: await Promise.all(notices.map((notice) => outboxMessage(ports, caller, notice))),
      },
    },
  )
  return { settlement, answer: answerOf(judged) }
}

function answerOf({ caller, state, now, proof, judgement: { verdict } }: Judged): Answer {
  if (verdict.outcome !== 'accepted') return { verdict }
  const mark = { ...bindingOf(caller.login), subjectKey: caller.subject.key, proof, judgedAt: now, epoch: state.epoch }
  return { verdict, mark }
}

function auditKind(side: Side, proof: Proof, accepted: boolean): AuditKind {
  if (proof === 'bypass-code') return accepted ? 'bypass-code-accepted' : 'bypass-code-refused'
  if (side === 'recovery') return accepted ? 'backup-code-accepted' : 'backup-code-refused'
  return accepted ? 'code-accepted' : 'code-refused'
}
