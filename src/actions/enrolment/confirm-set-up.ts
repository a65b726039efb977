import { parseCode } from '../../domain/challenge/code.js'
import { type Finding, judgeCode, refusal } from '../../domain/challenge/judge-code.js'
import type { SentCode } from '../../domain/challenge/sent-code.js'
import { readDestination } from '../../domain/enrolment/destination.js'
import { type Enrolment, isPendingAlive, type PendingEnrolment } from '../../domain/enrolment/enrolment.js'
import { bindingOf } from '../../domain/sign-in/login.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash, Totp } from '../../ports/crypto.js'
import type { Settlement, SubjectState } from '../../ports/store.js'
import { newBackupCodes } from '../backup-codes/new-backup-codes.js'
import type { Answer } from '../challenge/answer.js'
import { type CommitPorts, commitJudgement } from '../challenge/commit-judgement.js'
import { findSentCode } from '../challenge/find-sent-code.js'
import { judgedSession } from '../challenge/judged-session.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'

type ConfirmPorts = CommitPorts & { totp: Totp; clock: Clock; keyedHash: KeyedHash }

/**
 * Judges the first code of a pending enrolment and, where it is right, makes it the person's one active method, with ten
 * backup codes where there were none. The code counts as spent, and its session as verified: it is not asked again.
 *
 * Verdict `expired`: nothing is pending any more. Wrong codes count like those at sign-in. Errors as `verifyCode`.
 */
export function confirmSetUp(ports: ConfirmPorts) {
  return async (caller: Caller, input: unknown): Promise<Answer> =>
    settleAgain(async () => {
      const pending = await ports.store.pendingEnrolment(caller.subject.key)
      const state = await ports.store.load(caller.subject.key, ports.identities.session(caller.login))
      const now = ports.clock.at(state.databaseTime)
      if (pending === null || !isPendingAlive(pending, ports.identities.keycloakSession(caller.login), now)) {
        return { settlement: 'settled', answer: { verdict: { outcome: 'expired' } } }
      }
      const code = parseCode(input, pending.totp.digits)
      const context = { subjectKey: caller.subject.key, purpose: 'pending-secret' } as const
      const secret = await ports.sealer.open(pending.sealedSecret, context)
      const isOpen = refusal(state.attempts, 'codes', now) === null
      const found = isOpen ? await find(ports, caller, pending, secret, code, now) : { finding: NOTHING }
      if (found === null) return { settlement: 'settled', answer: { verdict: { outcome: 'expired' } } }
      const judgement = judgeCode(state.attempts, 'codes', found.finding, now)
      if (judgement.verdict.outcome !== 'accepted' || judgement.attempts === null) {
        return commitJudgement(ports, { caller, state, now, side: 'codes', proof: pending.method, judgement })
      }
      return activate(ports, { caller, state, pending, secret, now, attempts: judgement.attempts, sent: found.code })
    })
}

const NOTHING: Finding = { found: 'nothing' }

async function find(
  ports: ConfirmPorts,
  caller: Caller,
  pending: PendingEnrolment,
  secret: string,
  code: string,
  now: number,
): Promise<{ finding: Finding; code?: SentCode } | null> {
  const destination = readDestination(pending.method, secret)
  if (destination !== null) return findSentCode(ports, caller, { purpose: 'set-up', to: destination.to }, code, now)
  const step = ports.totp.matchStep(secret, code, pending.totp, now)
  return { finding: step === null ? NOTHING : { found: 'match', spent: step * pending.totp.periodSeconds } }
}

async function activate(
  ports: ConfirmPorts,
  given: {
    caller: Caller
    state: SubjectState
    pending: PendingEnrolment
    secret: string
    now: number
    attempts: SubjectState['attempts']
    sent: SentCode | undefined
  },
): Promise<{ settlement: Settlement; answer: Answer }> {
  const { caller, state, pending, secret, now, attempts, sent } = given
  const subjectKey = caller.subject.key
  const before = state.enrolment
  const enrolment: Enrolment = {
    id: ports.random.id(now),
    method: pending.method,
    totp: pending.totp,
    sealedSecret: await ports.sealer.seal(secret, { subjectKey, purpose: 'enrolment-secret' }),
    confirmedAt: now,
    activeSince: before?.activeSince ?? now,
    backupCodesSavedAt: before?.backupCodesSavedAt ?? null,
  }
  const kind = before === null ? 'enabled' : 'method-changed'
  const settlement = await ports.store.activate(
    { subjectKey, version: state.attempts.version, epoch: state.epoch },
    {
      pendingId: pending.id,
      enrolment,
      attempts,
      backupCodes: before === null ? await newBackupCodes(ports, subjectKey, now) : null,
      verifiedSession: judgedSession(ports.identities, caller, pending.method, now),
      ...(sent && { spentSentCode: sent }),
      effects: {
        audit: [auditEvent(ports.random, caller, kind, now, { method: pending.method })],
        messages: [await outboxMessage(ports, caller, { kind, at: now }, before)],
      },
    },
  )
  // Activation raises the epoch by one, so the mark carries the one that is in force once it is committed.
  const mark = { ...bindingOf(caller.login), subjectKey, proof: pending.method, judgedAt: now, epoch: state.epoch + 1 }
  return { settlement, answer: { verdict: { outcome: 'accepted' }, mark } }
}
