import { parseBackupCode } from '../../domain/backup-codes/backup-code.js'
import { type Finding, judgeCode } from '../../domain/challenge/judge-code.js'
import type { Notice } from '../../domain/messages/notice.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash } from '../../ports/crypto.js'
import type { Caller } from '../context.js'
import { settleAgain } from '../settle-again.js'
import type { Answer } from './answer.js'
import { type CommitPorts, commitJudgement } from './commit-judgement.js'

/** At this many codes left the person is told to make new ones. */
const FEW_LEFT = 3

/**
 * Judges a backup code, on a count of its own: found by its keyed hash, spent by compare-and-set in the same transaction.
 * Errors as `verifyCode`.
 */
export function verifyBackupCode(ports: CommitPorts & { keyedHash: KeyedHash; clock: Clock }) {
  return async (caller: Caller, input: unknown): Promise<Answer> => {
    const hashes = ports.keyedHash.candidates('backup-code', parseBackupCode(input))
    return settleAgain(async () => {
      const state = await ports.store.load(caller.subject.key, ports.identities.session(caller.login))
      const now = ports.clock.at(state.databaseTime)
      if (state.enrolment === null) return { settlement: 'settled', answer: { verdict: { outcome: 'not-enrolled' } } }
      const code = await ports.store.findBackupCode(caller.subject.key, hashes)
      const finding: Finding = { found: code === null ? 'nothing' : code.usedAt === null ? 'match' : 'replay' }
      const judgement = judgeCode(state.attempts, 'recovery', finding, now)
      const accepted = judgement.verdict.outcome === 'accepted'
      return commitJudgement(ports, {
        caller,
        state,
        now,
        side: 'recovery',
        proof: 'backup-code',
        judgement,
        ...(code !== null && { spentBackupCode: { id: code.id, usedAt: now } }),
        notices: accepted ? await noticesOfUse(ports, caller, now) : [],
      })
    })
  }
}

async function noticesOfUse(
  { store }: CommitPorts,
  { subject }: Caller,
  at: number,
): Promise<Omit<Notice, 'origin'>[]> {
  const unused = (await store.backupCodes(subject.key)).filter((code) => code.usedAt === null).length
  const left = unused - 1
  const used = { kind: 'backup-code-used', at, left } as const
  return left <= FEW_LEFT ? [used, { kind: 'few-backup-codes-left', at, left }] : [used]
}
