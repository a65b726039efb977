import { expect } from 'chai'
import {
  DEFAULT_TOTP,
  isPendingAlive,
  type PendingEnrolment,
  SECRET_BYTES,
} from '../../src/domain/enrolment/enrolment.js'
import { retryAfter } from '../../src/domain/messages/retry.js'
import { NOON } from './sample-login.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

describe('isPendingAlive', () => {
  it('lets a set-up be confirmed for 30 minutes, and not a millisecond longer', () => {
    const pending: PendingEnrolment = {
      id: 'id',
      method: 'totp',
      totp: DEFAULT_TOTP,
      sealedSecret: 's',
      keycloakSession: 'k',
      createdAt: NOON,
    }
    expect(isPendingAlive(pending, 'k', NOON)).to.equal(true)
    expect(isPendingAlive(pending, 'k', NOON + 30 * MINUTE - 1)).to.equal(true)
    expect(isPendingAlive(pending, 'k', NOON + 30 * MINUTE)).to.equal(false)
    expect(isPendingAlive(pending, 'another Keycloak session', NOON)).to.equal(false)
  })

  it('belongs to secrets of 160 bits for codes that every app can make', () => {
    expect(SECRET_BYTES * 8).to.equal(160)
    expect(DEFAULT_TOTP).to.deep.equal({ algorithm: 'sha1', digits: 6, periodSeconds: 30 })
  })
})

describe('retryAfter', () => {
  for (const [tries, wait] of [
    [0, 15 * SECOND],
    [1, 15 * SECOND],
    [2, 30 * SECOND],
    [3, MINUTE],
    [7, 16 * MINUTE],
    [8, 30 * MINUTE],
    [9, 30 * MINUTE],
    [5000, 30 * MINUTE],
  ] as const) {
    it(`waits ${wait / SECOND} s after ${tries} tries`, () => {
      expect(retryAfter(NOON, tries, NOON)).to.equal(NOON + wait)
    })
  }

  it('gives up after three days, however few the tries', () => {
    expect(retryAfter(NOON, 1, NOON + 3 * DAY - 1)).to.equal(NOON + 3 * DAY - 1 + 15 * SECOND)
    expect(retryAfter(NOON, 1, NOON + 3 * DAY)).to.equal(null)
  })
})
