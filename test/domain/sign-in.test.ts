import { expect } from 'chai'
import { isFresh } from '../../src/domain/sign-in/freshness.js'
import { bindingOf, type KeycloakLogin, sameLogin, sameSession } from '../../src/domain/sign-in/login.js'
import {
  type Allowance,
  allowanceSpeaksOf,
  isWithin,
  type Mark,
  markCounts,
  markHolds,
} from '../../src/domain/sign-in/mark.js'
import { NOON, sampleLogin } from './sample-login.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('isFresh', () => {
  const rows: readonly (readonly [string, Partial<KeycloakLogin>, number, boolean])[] = [
    ['a password entered now', {}, 0, true],
    ['a password entered five minutes ago', {}, 5 * MINUTE, true],
    ['a password entered a millisecond longer ago', {}, 5 * MINUTE + 1, false],
    ['four minutes at Keycloak and one here', { authenticatedAt: NOON - 4 * MINUTE }, MINUTE, true],
    ['four minutes at Keycloak and a little over one here', { authenticatedAt: NOON - 4 * MINUTE }, MINUTE + 1, false],
    ['an old entry in a new login', { authenticatedAt: NOON - 6 * MINUTE }, 0, false],
    [
      'Keycloak’s clock an hour behind ours',
      { authenticatedAt: NOON - 60 * MINUTE, issuedAt: NOON - 60 * MINUTE },
      0,
      true,
    ],
    [
      'Keycloak’s clock an hour ahead of ours',
      { authenticatedAt: NOON + 60 * MINUTE, issuedAt: NOON + 60 * MINUTE },
      0,
      true,
    ],
    ['an entry a second after the token, by rounding', { authenticatedAt: NOON + 1000 }, 0, true],
    ['an entry further after the token than rounding can do', { authenticatedAt: NOON + 1001 }, 0, false],
    ['a sign-in by a process whose clock is a minute ahead', {}, -60_000, true],
    ['a sign-in further in the future', {}, -60_001, false],
    ['a login without a time of entry', { authenticatedAt: null }, 0, false],
    ['a login through an identity provider', { identityProvider: 'google' }, 0, false],
  ]
  for (const [name, changes, later, expected] of rows) {
    it(`says ${expected ? 'fresh' : 'not fresh'} of ${name}`, () => {
      const login = sampleLogin(changes)
      expect(isFresh(login, login, { now: NOON + later, reauthenticating: [] })).to.equal(expected)
    })
  }

  it('needs a login that we asked for: none, another entry, session, person or realm is not it', () => {
    const login = sampleLogin()
    expect(isFresh(login, undefined, { now: NOON, reauthenticating: [] })).to.equal(false)
    for (const other of [
      { authenticatedAt: NOON - 1000 },
      { sessionId: 'session-2' },
      { userId: 'somebody-else' },
      { issuer: 'https://id.example/realms/other' },
    ]) {
      expect(isFresh(login, bindingOf(sampleLogin(other)), { now: NOON, reauthenticating: [] })).to.equal(false)
    }
  })

  it('stays so where an account was connected in the same session, which names its provider from then on', () => {
    const login = sampleLogin({ identityProvider: 'google' })
    expect(isFresh(login, bindingOf(login), { now: NOON, reauthenticating: [] })).to.equal(true)
    expect(
      isFresh(sampleLogin({ ...login, authenticatedAt: NOON + 1_000 }), bindingOf(login), {
        now: NOON,
        reauthenticating: [],
      }),
    ).to.equal(false)
  })

  it('is not taken from an identity provider that may have asked for nothing, but from one that is known to ask', () => {
    const login = sampleLogin({ identityProvider: 'google' })
    const fresh = (...reauthenticating: string[]) => isFresh(login, login, { now: NOON, reauthenticating })
    expect([fresh(), fresh('office365'), fresh('office365', 'google')]).to.deep.equal([false, false, true])
  })

  it('needs our client scope, since without it a missing identity provider means nothing', () => {
    const { bridge: _, ...login } = sampleLogin()
    expect(isFresh(login, bindingOf(login), { now: NOON, reauthenticating: [] })).to.equal(false)
  })
})

describe('sameLogin', () => {
  const one = sampleLogin()
  for (const [what, change] of [
    ['another realm', { issuer: 'https://id.example/realms/acme2' }],
    ['another person', { userId: 'B3C1F1F0-0000-4000-8000-00000000F4ED' }],
    ['another Keycloak session', { sessionId: 'session-1 ' }],
  ] as const) {
    it(`tells ${what} apart, and that it is another session`, () => {
      expect(sameLogin(one, sampleLogin(change))).to.equal(false)
      expect(sameSession(one, sampleLogin(change))).to.equal(false)
    })
  }

  it('tells a new entry in the same Keycloak session apart, and that the session is the same', () => {
    const later = sampleLogin({ authenticatedAt: NOON + 1000 })
    expect(sameLogin(one, later)).to.equal(false)
    expect(sameSession(one, later)).to.equal(true)
  })

  it('knows the same login by its four values alone', () => {
    const again = sampleLogin({ issuedAt: 1, signedInAt: 2, clientId: 'payroll', acr: null })
    expect(sameLogin(one, again)).to.equal(true)
    expect(bindingOf(again)).to.deep.equal(bindingOf(one))
    expect(Object.keys(bindingOf(one))).to.deep.equal(['issuer', 'userId', 'sessionId', 'authenticatedAt'])
  })
})

describe('markHolds', () => {
  const login = sampleLogin()
  const mark: Mark = { ...bindingOf(login), subjectKey: 'key', proof: 'totp', judgedAt: NOON, epoch: 3 }

  it('holds for this login for 24 hours from judging, and not a millisecond longer', () => {
    expect(markHolds(mark, login, 3, NOON)).to.equal(true)
    expect(markHolds(mark, login, 3, NOON + DAY - 1)).to.equal(true)
    expect(markHolds(mark, login, 3, NOON + DAY)).to.equal(false)
  })

  it('ends with another epoch, a lower one included', () => {
    for (const epoch of [0, 2, 4]) expect(markHolds(mark, login, epoch, NOON)).to.equal(false)
  })

  it('says nothing about another login', () => {
    for (const change of [
      { authenticatedAt: NOON + 1000 },
      { authenticatedAt: null },
      { sessionId: 'session-2' },
      { userId: 'somebody-else' },
      { issuer: 'https://id.example/realms/other' },
    ]) {
      expect(markHolds(mark, sampleLogin(change), 3, NOON)).to.equal(false)
    }
  })

  it('does not count when it was judged in the future, beyond a minute of clock noise', () => {
    expect(markHolds(mark, login, 3, NOON - MINUTE)).to.equal(true)
    expect(markHolds(mark, login, 3, NOON - MINUTE - 1)).to.equal(false)
  })
})

/**
 * What becomes of a mark when the person's epoch has moved on, by what the store holds for its login. The mark was given
 * for a code judged at noon, at epoch 3; it is judged at five past.
 */
const MARKS = `
  what happened since                                  | epoch | judged by the store's row  | the mark

  nothing                                              | 3     | at noon, totp              | counts
  nothing, and the row was cleaned up                  | 3     | no row                     | counts
  another Keycloak session of the person ended         | 4     | at noon, totp              | counts
  three others ended                                   | 6     | at noon, totp              | counts
  this Keycloak session ended                          | 4     | no row                     | is over
  reset, turned off, or the method changed elsewhere   | 4     | no row                     | is over
  … and a new code was judged in this Keycloak session | 5     | 1 s later, totp            | is over
  this session ended, and a backup code was judged     | 4     | at noon, backup-code       | is over
  the database was put back to an older state          | 2     | at noon, totp              | is over
`

describe('markCounts', () => {
  const login = sampleLogin()
  const mark: Mark = { ...bindingOf(login), subjectKey: 'key', proof: 'totp', judgedAt: NOON, epoch: 3 }
  const now = NOON + 5 * MINUTE

  for (const line of MARKS.split('\n').filter((line) => /\| \d/.test(line))) {
    const [what = '', epoch = '', row = '', outcome] = line.split('|').map((cell) => cell.trim())
    const [judged, proof = ''] = row.split(', ')
    const judgedAt = judged === 'at noon' ? NOON : NOON + 1000
    const stored = row === 'no row' ? null : { judgedAt, proof: proof as Mark['proof'] }
    it(`${what}: the mark ${outcome}`, () => {
      expect(markCounts(mark, login, { epoch: Number(epoch), stored, now })).to.equal(outcome === 'counts')
    })
  }

  it('counts for no other login, and no longer than 24 hours, whatever the store holds', () => {
    const at = { epoch: 4, stored: mark }
    expect(markCounts(mark, sampleLogin({ sessionId: 'session-2' }), { ...at, now })).to.equal(false)
    expect(markCounts(mark, sampleLogin({ authenticatedAt: NOON + 1000 }), { ...at, now })).to.equal(false)
    expect(markCounts(mark, login, { ...at, now: NOON + DAY - 1 })).to.equal(true)
    expect(markCounts(mark, login, { ...at, now: NOON + DAY })).to.equal(false)
  })
})

describe('allowanceSpeaksOf', () => {
  const login = sampleLogin()
  const allowance: Allowance = { ...bindingOf(login), subjectKey: 'key', epoch: 3, epochs: {}, until: NOON }

  it('speaks until its end, of its login', () => {
    expect(allowanceSpeaksOf(allowance, login, NOON - 1)).to.equal(true)
    expect(allowanceSpeaksOf(allowance, login, NOON)).to.equal(false)
    expect(allowanceSpeaksOf(allowance, sampleLogin({ userId: 'somebody-else' }), NOON - 1)).to.equal(false)
    expect(allowanceSpeaksOf(allowance, sampleLogin({ authenticatedAt: NOON + 1000 }), NOON - 1)).to.equal(false)
  })
})

describe('isWithin', () => {
  it('counts from the start up to the end, which is outside', () => {
    expect(isWithin(NOON, 1000, NOON + 999)).to.equal(true)
    expect(isWithin(NOON, 1000, NOON + 1000)).to.equal(false)
    expect(isWithin(Number.NaN, 1000, NOON)).to.equal(false)
  })
})
