import { ScureBase32Plugin } from 'otplib'
import { otplibTotp } from '../src/crypto/totp.js'
import { DEFAULT_TOTP } from '../src/domain/enrolment/enrolment.js'
import type { Figure } from './figure.js'
import { secretOf } from './people.js'
import { median } from './statistics.js'
import { bareCode, stepAt } from './totp-code.js'

const ROUNDS = 40
const CODES = 2_000

/** Judging a code, beside what its HMACs alone cost: three time steps are compared, each with an HMAC of its own. */
export async function benchTotp(): Promise<Figure[]> {
  const totp = otplibTotp()
  const bytes = secretOf(0)
  const secret = new ScureBase32Plugin().encode(bytes, { padding: false })
  const now = Date.now()
  const step = stepAt(now)
  const judged: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    judged.push(microseconds(() => totp.matchStep(secret, '000000', DEFAULT_TOTP, now)))
    bare.push(microseconds(() => [-1, 0, 1].some((offset) => bareCode(bytes, step + offset) === '')))
  }
  const ours = median(judged)
  const theirs = median(bare)
  return [
    { what: 'a wrong code judged', value: ours, unit: 'µs' },
    { what: 'three bare HMACs of node:crypto', value: theirs, unit: 'µs' },
    { what: 'judged / bare', value: ours / theirs, unit: 'times' },
  ]
}

function microseconds(work: () => unknown): number {
  const start = performance.now()
  for (let code = 0; code < CODES; code += 1) work()
  return ((performance.now() - start) * 1000) / CODES
}
