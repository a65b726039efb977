import { type BypassCode, isBypassCodeAlive } from '../../domain/administration/bypass-code.js'
import { type Finding, judgeCode, refusal } from '../../domain/challenge/judge-code.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash } from '../../ports/crypto.js'
import { bypassCodeHash } from '../administration/bypass-code-hash.js'
import type { Caller } from '../context.js'
import { settleAgain } from '../settle-again.js'
import type { Answer } from './answer.js'
import { type CommitPorts, commitJudgement } from './commit-judgement.js'

/**
 * Judges eight digits as the bypass code that the help desk issued last, on the count of backup codes. It is spent by
 * compare-and-set, and its session may set up a new phone. Verdict `expired`: it was right, and too late.
 */
export function verifyBypassCode(ports: CommitPorts & { keyedHash: KeyedHash; clock: Clock }) {
  return async (caller: Caller, input: string): Promise<Answer> =>
    settleAgain(async () => {
      const { key } = caller.subject
      const state = await ports.store.load(key, ports.identities.session(caller.login))
      const now = ports.clock.at(state.databaseTime)
      if (state.enrolment === null) return { settlement: 'settled', answer: { verdict: { outcome: 'not-enrolled' } } }
      const code = await ports.store.bypassCode(key)
      const isRight = code !== null && ports.keyedHash.matches('bypass-code', bypassCodeHash(key, input), code.hash)
      if (isRight && hasEnded(code, now) && refusal(state.attempts, 'recovery', now) === null) {
        return { settlement: 'settled', answer: { verdict: { outcome: 'expired' } } }
      }
      const finding: Finding = { found: !isRight ? 'nothing' : isBypassCodeAlive(code, now) ? 'match' : 'replay' }
      return commitJudgement(ports, {
        caller,
        state,
        now,
        side: 'recovery',
        proof: 'bypass-code',
        judgement: judgeCode(state.attempts, 'recovery', finding, now),
        ...(isRight && { spentBypassCode: { id: code.id, usedAt: now } }),
        notices: [{ kind: 'bypass-code-used', at: now }],
      })
    })
}

function hasEnded(code: BypassCode, now: number): boolean {
  return code.usedAt === null && !isBypassCodeAlive(code, now)
}
