import { expect } from 'chai'
import fc from 'fast-check'
import ms, { type StringValue } from 'ms'
import { admitsStandIn, assess, type Demand, type Situation } from '../../src/domain/assess.js'
import { DEFAULT_TOTP } from '../../src/domain/enrolment/enrolment.js'
import { NO_GRACE } from '../../src/domain/tenant-policy/grace.js'
import { deviceCookieText, parseDeviceCookie } from '../../src/domain/trusted-devices/device-cookie.js'
import { parseDeviceName } from '../../src/domain/trusted-devices/device-name.js'
import { judgeDevice, type Presented } from '../../src/domain/trusted-devices/judge-device.js'
import { judgeTrust, type TrustGrounds } from '../../src/domain/trusted-devices/judge-trust.js'
import {
  environmentOf,
  hasEnded,
  isSamePassword,
  type TrustedDevice,
} from '../../src/domain/trusted-devices/trusted-device.js'
import { NOON, sampleLogin } from './sample-login.js'
import { policyWith } from './sample-policy.js'

const DAY = ms('1 day')

/** A device that was trusted 10 days ago for 90, and whose third cookie was given out a minute ago. */
function device(changes: Partial<TrustedDevice> = {}): TrustedDevice {
  return {
    id: '019aa000-0000-7000-8000-000000000001',
    subjectKey: 'a'.repeat(64),
    name: null,
    browser: 'Firefox',
    system: 'Windows',
    address: null,
    counter: 2,
    hash: 'b'.repeat(64),
    previousHash: 'c'.repeat(64),
    passwordSetAt: 1,
    createdAt: NOON - 10 * DAY,
    usedAt: NOON - ms('1m'),
    endsAt: NOON + 80 * DAY,
    ...changes,
  }
}

/**
 * What a cookie is worth. The device's third cookie (2) is its newest and was given out so long ago; it was trusted for
 * 90 days, 10 days ago; the policy of today allows so many.
 */
const COOKIES = `
  cookie | its secret | from               | newest given out | policy  | outcome

  2      | current    | Firefox on Windows | 1m ago           | 90 days | accepted, exchanged
  2      | current    | Firefox on Windows | 10 days ago      | 90 days | accepted, exchanged
  2      | current    | Firefox on Windows | 0ms ago          | 90 days | accepted, exchanged

  — A lost answer or a parallel tab: the one before, for 30 seconds, from the same place —
  1      | previous   | Firefox on Windows | 0ms ago          | 90 days | accepted
  1      | previous   | Firefox on Windows | 29999ms ago      | 90 days | accepted
  1      | previous   | Firefox on Windows | -5ms ago         | 90 days | accepted
  1      | previous   | Firefox on Windows | 30000ms ago      | 90 days | replayed
  1      | previous   | Firefox on Linux   | 0ms ago          | 90 days | replayed
  1      | neither    | Firefox on Windows | 0ms ago          | 90 days | replayed

  — An older one was copied —
  0      | neither    | Firefox on Windows | 0ms ago          | 90 days | replayed
  0      | previous   | Firefox on Windows | 0ms ago          | 90 days | replayed
  0      | neither    | Chrome on Linux    | 1m ago           | 90 days | replayed

  — Another browser or system is asked, and the device stays —
  2      | current    | Chrome on Windows  | 1m ago           | 90 days | refused, other-environment
  2      | current    | Firefox on Linux   | 1m ago           | 90 days | refused, other-environment
  2      | current    | unknown            | 1m ago           | 90 days | refused, other-environment

  — The days are over: those it was given, or the fewer that the policy allows now —
  2      | current    | Firefox on Windows | 1m ago           | 365 days| accepted, exchanged
  2      | current    | Firefox on Windows | 1m ago           | 10 days | refused, ended
  2      | current    | Firefox on Windows | 1m ago           | 11 days | accepted, exchanged
  2      | current    | Firefox on Windows | 1m ago           | 0 days  | refused, ended
  0      | neither    | Firefox on Windows | 1m ago           | 10 days | refused, ended

  — Later than the newest: the database was put back —
  3      | neither    | Firefox on Windows | 1m ago           | 90 days | refused, unknown
  2      | neither    | Firefox on Windows | 1m ago           | 90 days | refused, unknown
  2      | previous   | Firefox on Windows | 1m ago           | 90 days | refused, unknown
`

function cookieCase(line: string) {
  const [cookie = '', secret = '', from = '', given = '', policy = '', outcome = ''] = line
    .split('|')
    .map((cell) => cell.trim())
  const [browser = '', system] = from.split(' on ')
  const presented: Presented = {
    counter: Number(cookie),
    secret: secret as Presented['secret'],
    environment: system === undefined ? null : { browser, system },
  }
  const usedAt = NOON - ms(given.replace(' ago', '') as StringValue)
  return { line: line.trim().replace(/\s+/g, ' '), presented, usedAt, days: Number.parseInt(policy, 10), outcome }
}

const words = (verdict: ReturnType<typeof judgeDevice>): string => {
  if (verdict.outcome === 'refused') return `refused, ${verdict.because}`
  return verdict.outcome === 'accepted' && verdict.rotates ? 'accepted, exchanged' : verdict.outcome
}

describe('a trusted device’s cookie', () => {
  for (const { line, presented, usedAt, days, outcome } of COOKIES.split('\n')
    .filter((line) => line.includes('|') && !line.includes('its secret'))
    .map(cookieCase)) {
    it(line, () => {
      expect(words(judgeDevice(device({ usedAt }), presented, { days, now: NOON }))).to.equal(outcome)
    })
  }

  it('is unknown where its device is gone', () => {
    const presented = { counter: 2, secret: 'neither', environment: null } as const
    expect(judgeDevice(null, presented, { days: 90, now: NOON })).to.deep.equal({
      outcome: 'refused',
      because: 'unknown',
    })
  })

  it('ends at its last millisecond, whenever it was used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 * DAY }), (used) => {
        const ended = device({ usedAt: NOON + used })
        expect(hasEnded(ended, 90, NOON + 80 * DAY - 1)).to.equal(false)
        expect(hasEnded(ended, 90, NOON + 80 * DAY)).to.equal(true)
      }),
    )
  })

  it('is never accepted from another environment, after its end, or with a secret that is not the device’s', () => {
    fc.assert(
      fc.property(devices, presentations, fc.nat(365), times, (of, presented, days, now) => {
        const verdict = judgeDevice(of, presented, { days, now })
        if (verdict.outcome !== 'accepted') return
        expect(presented.environment).to.deep.equal({ browser: of.browser, system: of.system })
        expect(now).to.be.below(Math.min(of.endsAt, of.createdAt + days * DAY))
        expect(presented.secret).not.to.equal('neither')
        expect(presented.counter).to.equal(verdict.rotates ? of.counter : of.counter - 1)
        if (!verdict.rotates) expect(now - of.usedAt).to.be.below(30_000)
      }),
      { numRuns: 3000 },
    )
  })

  it('ends a series only where it was exchanged before', () => {
    fc.assert(
      fc.property(devices, presentations, fc.nat(365), times, (of, presented, days, now) => {
        if (judgeDevice(of, presented, { days, now }).outcome !== 'replayed') return
        expect(presented.counter).to.be.below(of.counter)
      }),
      { numRuns: 3000 },
    )
  })

  it('is read back as it was written, and nothing else is read', () => {
    const secret = 'A-_'.padEnd(43, 'x')
    const cookie = { id: device().id, counter: 12, secret }
    expect(parseDeviceCookie(deviceCookieText(cookie))).to.deep.equal(cookie)
    for (const text of [
      '',
      'x',
      `${device().id}.012.${secret}`,
      `${device().id}.-1.${secret}`,
      `${device().id}.1.${secret}=`,
    ]) {
      expect(parseDeviceCookie(text), text).to.equal(null)
    }
    fc.assert(fc.property(fc.string(), (text) => parseDeviceCookie(text) === null))
  })
})

describe('a trusted device', () => {
  it('counts while the password is the one of then, whatever the clocks say', () => {
    const set = { passwordSetAt: 5 }
    for (const unreadable of ['ask', 'trust'] as const) {
      expect(isSamePassword(set, 5, unreadable)).to.equal(true)
      expect(isSamePassword(set, 4, unreadable)).to.equal(false)
      expect(isSamePassword(set, 6, unreadable)).to.equal(false)
      expect(isSamePassword(set, null, unreadable)).to.equal(false)
      expect(isSamePassword({ passwordSetAt: null }, 5, unreadable)).to.equal(false)
    }
    expect(isSamePassword({ passwordSetAt: null }, null, 'ask')).to.equal(false)
    expect(isSamePassword({ passwordSetAt: null }, null, 'trust')).to.equal(true)
  })

  it('is told from others by browser and system, both of which have to be known', () => {
    const address = '192.0.2.1'
    expect(environmentOf({ browser: 'Edge', system: 'Windows', address })).to.deep.equal({
      browser: 'Edge',
      system: 'Windows',
    })
    for (const [browser, system] of [
      [null, 'Windows'],
      ['Edge', null],
      ['', 'Windows'],
      [null, null],
    ] as const) {
      expect(environmentOf({ browser, system, address })).to.equal(null)
    }
    expect(environmentOf({ browser: '🦊'.repeat(500), system: 'x', address })?.browser).to.equal('🦊'.repeat(64))
  })

  it('takes a name of one line, and an empty one takes it away', () => {
    expect(parseDeviceName('  Küche  ')).to.equal('Küche')
    expect(parseDeviceName(' ')).to.equal(null)
    expect(parseDeviceName('雪'.repeat(64))).to.equal('雪'.repeat(64))
    for (const input of [undefined, null, 7, ['a'], {}, '雪'.repeat(65), 'a\nb', 'a\u0000b', 'a\u202eb', 'a\u2028b']) {
      expect(() => parseDeviceName(input)).to.throw('The field "name"')
    }
  })
})

describe('a session’s note of a trusted device', () => {
  const login = sampleLogin()
  const note = { ...login, deviceId: device().id, judgedAt: NOON - ms('1h') }
  const grounds: TrustGrounds = {
    login,
    device: device(),
    days: 90,
    passwordSetAt: 1,
    unreadablePassword: 'ask',
    now: NOON,
  }

  it('holds for its login while the device is trusted, and for a day', () => {
    expect(judgeTrust(note, grounds)).to.deep.equal({ deviceId: note.deviceId })
    const atLast = { ...grounds, now: note.judgedAt + DAY - 1 }
    expect(judgeTrust(note, atLast)).not.to.equal(null)
    expect(judgeTrust(note, { ...grounds, now: note.judgedAt + DAY })).to.equal(null)
  })

  for (const [what, changes] of [
    ['another Keycloak session', { login: sampleLogin({ sessionId: 'session-2' }) }],
    ['a new entry in the same one', { login: sampleLogin({ authenticatedAt: NOON + 1 }) }],
    ['another person', { login: sampleLogin({ userId: 'another-person' }) }],
    ['a device that is gone', { device: null }],
    ['another device', { device: device({ id: '019aa000-0000-7000-8000-000000000009' }) }],
    ['a device that has ended', { device: device({ endsAt: NOON }) }],
    ['a policy without trust', { days: 0 }],
    ['a policy of fewer days', { days: 10 }],
    ['another password', { passwordSetAt: 2 }],
    ['a password of which nothing is known', { passwordSetAt: null }],
  ] as const) {
    it(`says nothing of ${what}`, () => {
      expect(judgeTrust(note, { ...grounds, ...changes })).to.equal(null)
    })
  }
})

describe('assess, with a trusted device', () => {
  const enrolment = {
    id: '0192f000-0000-7000-8000-000000000000',
    method: 'totp',
    totp: DEFAULT_TOTP,
    sealedSecret: 'sealed',
    confirmedAt: NOON - DAY,
    activeSince: NOON - DAY,
    backupCodesSavedAt: null,
  } as const
  const situation: Situation = {
    login: sampleLogin(),
    policy: policyWith({ requirement: 'required' }),
    enrolment,
    revokedAt: null,
    verified: null,
    trust: { deviceId: device().id },
    singleSignOn: null,
    strong: false,
    mayLook: false,
    grace: NO_GRACE,
    exempt: false,
    demand: { by: 'policy' },
    now: NOON,
  }
  const within: Demand = { by: 'route', withinMs: 300_000 }
  const old = { proof: 'totp', judgedAt: NOON - DAY / 2 } as const
  const table: [string, Partial<Situation>, string, string][] = [
    ['is not asked', {}, 'allow', 'enrolled, trusted-device'],
    [
      'is not asked on a route that wants the second step',
      { demand: { by: 'route', withinMs: null } },
      'allow',
      'route-requires, enrolled, trusted-device',
    ],
    [
      'is asked on a route that wants a code of the last minutes',
      { demand: within },
      'challenge',
      'route-requires, enrolled',
    ],
    [
      'is asked there although a code was judged once',
      { demand: within, verified: old },
      'challenge',
      'route-requires, verified-too-long-ago, enrolled',
    ],
    ['is let through by the code where there is one', { verified: old }, 'allow', 'verified'],
    ['has to set up where nothing is enrolled', { enrolment: null }, 'enrol', 'not-enrolled, policy-required'],
    [
      'is refused to an administrator who acts as somebody',
      { login: sampleLogin({ impersonator: 'x' }) },
      'refuse',
      'impersonated',
    ],
  ]
  for (const [what, changes, outcome, because] of table) {
    it(what, () => {
      const decision = assess({ ...situation, ...changes })
      expect([decision.outcome, decision.reasons.join(', ')]).to.deep.equal([outcome, because])
      // No code was judged: such an `allow` leaves no mark.
      if (decision.outcome === 'allow') expect(decision.verified).to.equal('verified' in changes)
    })
  }

  it('is a reason only where the demand admits it', () => {
    expect(
      [{ by: 'policy' } as const, within, { by: 'route', withinMs: null } as const].map(admitsStandIn),
    ).to.deep.equal([true, false, true])
  })
})

const times = fc.integer({ min: NOON - 100 * DAY, max: NOON + 100 * DAY })
const environments = fc.record({
  browser: fc.constantFrom('Firefox', 'Chrome'),
  system: fc.constantFrom('Windows', 'Linux'),
})
const devices = fc
  .record({ counter: fc.nat(4), usedAt: times, createdAt: times, endsAt: times, environment: environments })
  .map(({ environment, ...rest }) => device({ ...rest, ...environment }))
const presentations: fc.Arbitrary<Presented> = fc.record({
  counter: fc.nat(5),
  secret: fc.constantFrom('current', 'previous', 'neither'),
  environment: fc.option(environments, { nil: null }),
})
