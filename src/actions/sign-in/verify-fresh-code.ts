import { parseCode } from '../../domain/challenge/code.js'
import { judgeCode, refusal, type Verdict } from '../../domain/challenge/judge-code.js'
import { SENT_CODE_DIGITS } from '../../domain/challenge/sent-code.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash } from '../../ports/crypto.js'
import { type CommitPorts, commitJudgement } from '../challenge/commit-judgement.js'
import { findSentCode } from '../challenge/find-sent-code.js'
import type { Caller } from '../context.js'
import { settleAgain } from '../settle-again.js'

/** How a mailed code in place of a password was judged. */
export type FreshVerdict = Verdict | { readonly outcome: 'expired' }

/**
 * Judges the code that was mailed to `to` in place of a fresh password, for somebody who came through an identity
 * provider. It counts among the wrong codes as any other, but a right one is no second step, and gives no tries back:
 * whoever reads the mails could otherwise guess the codes of an app for ever.
 *
 * Throws `ERR_2FA_MALFORMED` for input that is no code, `ERR_2FA_STORE` where the judgement could not be committed.
 */
export function verifyFreshCode(ports: CommitPorts & { keyedHash: KeyedHash; clock: Clock }) {
  return async (caller: Caller, to: string, input: unknown): Promise<FreshVerdict> => {
    const code = parseCode(input, SENT_CODE_DIGITS)
    await ports.store.register(caller.subject, caller.login.locale)
    return settleAgain<FreshVerdict>(async () => {
      const state = await ports.store.load(caller.subject.key, ports.identities.session(caller.login))
      const now = ports.clock.at(state.databaseTime)
      const { attempts } = state
      const refused = refusal(attempts, 'codes', now)
      if (refused !== null) return { settlement: 'settled', answer: refused }
      const sent = await findSentCode(ports, caller, { purpose: 'fresh', to }, code, now)
      if (sent === null) return { settlement: 'settled', answer: { outcome: 'expired' } }
      const { verdict, attempts: counted } = judgeCode(attempts, 'codes', sent.finding, now)
      const isRight = verdict.outcome === 'accepted'
      const judgement = { verdict, attempts: isRight ? attempts : counted }
      const { settlement } = await commitJudgement(ports, {
        ...{ caller, state, now, side: 'codes', proof: sent.code.channel, judgement },
        ...{ spentSentCode: sent.code, isSecondStep: false },
      })
      return { settlement, answer: verdict }
    })
  }
}
