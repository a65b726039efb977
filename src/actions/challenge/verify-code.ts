import type { Attempts } from '../../domain/challenge/attempts.js'
import { parseCode } from '../../domain/challenge/code.js'
import { type Finding, judgeCode, refusal } from '../../domain/challenge/judge-code.js'
import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash, Sealer, Totp } from '../../ports/crypto.js'
import type { Caller } from '../context.js'
import { settleAgain } from '../settle-again.js'
import type { Answer } from './answer.js'
import { type CommitPorts, commitJudgement } from './commit-judgement.js'
import { findSentCode } from './find-sent-code.js'

type VerifyPorts = CommitPorts & { totp: Totp; keyedHash: KeyedHash; clock: Clock }

/**
 * Judges the code of the person's enrolment: one read, one judgement, one commit; a sent code takes one read more.
 * Verdict `expired`: no sent code can be entered any more.
 *
 * Throws `ERR_2FA_MALFORMED` for input that is no code, `ERR_2FA_STORE` where the judgement could not be committed, and
 * `ERR_2FA_SECRET_UNREADABLE` where the key that sealed the secret is missing.
 */
export function verifyCode(ports: VerifyPorts) {
  return async (caller: Caller, input: unknown): Promise<Answer> =>
    settleAgain(async () => {
      const state = await ports.store.load(caller.subject.key, ports.identities.session(caller.login))
      const now = ports.clock.at(state.databaseTime)
      const { enrolment, attempts } = state
      if (enrolment === null) return { settlement: 'settled', answer: { verdict: { outcome: 'not-enrolled' } } }
      const code = parseCode(input, enrolment.totp.digits)
      const judged = { caller, state, now, side: 'codes', proof: enrolment.method } as const
      const refused = refusal(attempts, 'codes', now)
      if (refused !== null)
        return commitJudgement(ports, { ...judged, judgement: { verdict: refused, attempts: null } })

      if (enrolment.method === 'totp') {
        const finding = await findStep(ports, enrolment, attempts, code, now, caller)
        return commitJudgement(ports, { ...judged, judgement: judgeCode(attempts, 'codes', finding, now) })
      }
      const sent = await findSentCode(ports, caller, { purpose: 'sign-in' }, code, now)
      if (sent === null) return { settlement: 'settled', answer: { verdict: { outcome: 'expired' } } }
      const judgement = judgeCode(attempts, 'codes', sent.finding, now)
      return commitJudgement(ports, { ...judged, proof: sent.code.channel, judgement, spentSentCode: sent.code })
    })
}

async function findStep(
  { sealer, totp }: { sealer: Sealer; totp: Totp },
  enrolment: Enrolment,
  attempts: Attempts,
  code: string,
  now: number,
  { subject }: Caller,
): Promise<Finding> {
  const secret = await sealer.open(enrolment.sealedSecret, { subjectKey: subject.key, purpose: 'enrolment-secret' })
  const step = totp.matchStep(secret, code, enrolment.totp, now)
  if (step === null) return { found: 'nothing' }
  // RFC 6238 section 5.2: the verifier must not accept the second attempt of the OTP.
  const spent = step * enrolment.totp.periodSeconds
  return spent > attempts.lastSpent ? { found: 'match', spent } : { found: 'replay' }
}
