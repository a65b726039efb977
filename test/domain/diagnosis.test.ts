import { expect } from 'chai'
import type { BypassCode } from '../../src/domain/administration/bypass-code.js'
import { diagnose, type Symptoms } from '../../src/domain/administration/diagnosis.js'
import { NO_ATTEMPTS } from '../../src/domain/challenge/attempts.js'
import { DEFAULT_TOTP, type Enrolment } from '../../src/domain/enrolment/enrolment.js'

const NOW = 1_000_000
const enrolment: Enrolment = {
  ...{ id: 'e', method: 'totp', totp: DEFAULT_TOTP, sealedSecret: 's' },
  ...{ confirmedAt: 0, activeSince: 0, backupCodesSavedAt: null },
}
const bypassCode: BypassCode = { id: 'b', hash: 'h', keyId: 'k', createdAt: 0, endsAt: NOW + 9, usedAt: null }
const well: Symptoms = {
  ...{ accountEnabled: true, enrolment, attempts: NO_ATTEMPTS, backupCodesLeft: 9, bypassCode: null, now: NOW },
}
const locked = { wrong: 5, lockedUntil: NOW + 1 }
const disabled = { wrong: 100, lockedUntil: 0 }
const attempts = (changes: Partial<typeof NO_ATTEMPTS>) => ({ attempts: { ...NO_ATTEMPTS, ...changes } })

/** What is so, and what the person page says. */
const CASES: readonly [string, Partial<Symptoms>, string, number, number | null][] = [
  ['nothing', {}, 'in-order', 0, null],
  [
    'an account that Keycloak has closed, whatever else',
    { accountEnabled: false, enrolment: null },
    'account-disabled',
    0,
    null,
  ],
  ['five wrong codes', attempts({ codes: locked }), 'codes-locked', 5, NOW + 1],
  ['a wait that is over', attempts({ codes: { ...locked, lockedUntil: NOW } }), 'in-order', 0, null],
  ['a hundred wrong codes', attempts({ codes: disabled }), 'codes-disabled', 100, null],
  [
    'a hundred wrong codes before locked backup codes',
    attempts({ codes: disabled, recovery: locked }),
    'codes-disabled',
    100,
    null,
  ],
  ['wrong backup codes', attempts({ recovery: locked }), 'recovery-locked', 5, NOW + 1],
  ['a hundred wrong backup codes', attempts({ recovery: disabled }), 'recovery-disabled', 100, null],
  ['no second factor', { enrolment: null, backupCodesLeft: 0 }, 'not-enrolled', 0, null],
  [
    'no second factor, and wrong codes that keep from setting one up',
    { enrolment: null, ...attempts({ codes: disabled }) },
    'codes-disabled',
    100,
    null,
  ],
  ['a bypass code on its way', { bypassCode }, 'bypass-code-open', 0, NOW + 9],
  ['a bypass code that was used', { bypassCode: { ...bypassCode, usedAt: 1 } }, 'in-order', 0, null],
  ['no backup codes left', { backupCodesLeft: 0 }, 'no-backup-codes', 0, null],
]

describe('diagnose', () => {
  for (const [what, changes, kind, wrong, until] of CASES) {
    it(`finds ${what}`, () => {
      expect(diagnose({ ...well, ...changes })).to.deep.equal({ kind, wrong, until })
    })
  }
})
