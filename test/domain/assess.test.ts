import { expect } from 'chai'
import fc from 'fast-check'
import ms, { type StringValue } from 'ms'
import { assess, type Demand, type Policy, type Situation } from '../../src/domain/assess.js'
import { DEFAULT_TOTP, type Enrolment } from '../../src/domain/enrolment/enrolment.js'
import type { GraceStanding } from '../../src/domain/tenant-policy/grace.js'
import { NOON, sampleLogin } from './sample-login.js'

const GRACE = { until: NOON + 1000, logins: 2 }

/**
 * What happens to a login. Times tell how long ago something was; "same time" is the moment the person signed in.
 *
 * "takes effect now" means that people who set up a second factor are asked for it in sessions that are older than it;
 * without these words they are asked from their next login on, and so is whoever a policy requires it of ("since"). A route that asks for "any code" wants the second step
 * whatever the policy; one that asks for "5m" wants a code that was judged in the last five minutes.
 */
const TABLE = `
  signed in          | policy                | enrolled | revoked | code judged | the route asks | outcome   | because

  — Nobody asked to set anything up: the policy decides —
  1h                 | off                   | no       | no      | no          | as policy      | allow     | not-enrolled, policy-off
  1h                 | optional              | no       | no      | no          | as policy      | allow     | not-enrolled, policy-optional
  1h                 | required              | no       | no      | no          | as policy      | enrol     | not-enrolled, policy-required
  1h                 | off, takes effect now | no       | no      | no          | as policy      | allow     | not-enrolled, policy-off
  1h                 | required              | no       | 30m     | no          | as policy      | enrol     | not-enrolled, policy-required

  — Required since a time: set up at the next login, or at once where the policy takes effect now —
  1h                 | required since 30m    | no       | no      | no          | as policy      | allow     | not-enrolled, policy-required, signed-in-before-policy
  1h                 | required since 59m    | no       | no      | no          | as policy      | allow     | not-enrolled, policy-required, signed-in-before-policy
  1h                 | required since 2h     | no       | no      | no          | as policy      | enrol     | not-enrolled, policy-required
  same time          | required since 1h     | 1h       | no      | no          | as policy      | challenge | enrolled
  1h                 | required since 30m    | 2h       | no      | no          | as policy      | challenge | enrolled
  1h                 | required since 30m    | no       | 40m     | no          | as policy      | enrol     | not-enrolled, policy-required
  1h                 | required since 30m    | no       | 2h      | no          | as policy      | allow     | not-enrolled, policy-required, signed-in-before-policy
  1h                 | required since 30m, takes effect now | no | no | no          | as policy      | enrol     | not-enrolled, policy-required
  1h                 | required since 30m    | no       | no      | no          | any code       | enrol     | route-requires, not-enrolled

  — Set-up can be put off where a policy gives grace, but no route’s demand can —
  1h                 | required, grace       | no       | no      | no          | as policy      | enrol     | not-enrolled, policy-required
  1h                 | required, put off     | no       | no      | no          | as policy      | allow     | not-enrolled, policy-required, grace
  1h                 | required, put off     | no       | no      | no          | any code       | enrol     | route-requires, not-enrolled
  1h                 | required, put off     | 2h       | no      | no          | as policy      | challenge | enrolled
  1h                 | optional, put off     | no       | no      | no          | as policy      | allow     | not-enrolled, policy-optional

  — A second factor that exists is asked for, whatever the policy —
  1h                 | off                   | 2h       | no      | no          | as policy      | challenge | enrolled
  1h                 | optional              | 2h       | no      | no          | as policy      | challenge | enrolled
  1h                 | required              | 2h       | no      | no          | as policy      | challenge | enrolled
  1h                 | optional              | 30 days  | no      | no          | as policy      | challenge | enrolled

  — A code that was judged counts —
  1h                 | optional              | 2h       | no      | 59m         | as policy      | allow     | verified
  1h                 | required              | 2h       | no      | 59m         | as policy      | allow     | verified
  1h                 | optional              | 2h       | no      | 59m         | any code       | allow     | route-requires, verified
  23h                | optional              | 2 days   | no      | 23h         | any code       | allow     | route-requires, verified

  — Signed in before the second factor was set up: asked from the next login on —
  1h                 | optional              | 30m      | no      | no          | as policy      | allow     | enrolled, signed-in-before-enrolment
  1h                 | off                   | 30m      | no      | no          | as policy      | allow     | enrolled, signed-in-before-enrolment
  1h                 | required              | 30m      | no      | no          | as policy      | challenge | enrolled
  1h                 | required since 2h     | 30m      | no      | no          | as policy      | challenge | enrolled
  1h                 | required since 40m    | 30m      | no      | no          | as policy      | allow     | enrolled, signed-in-before-enrolment
  1h                 | required since 40m    | 30m      | 50m     | no          | as policy      | challenge | enrolled
  1h                 | required, put off     | 30m      | no      | no          | as policy      | challenge | enrolled
  1h                 | optional              | 1h 1ms   | no      | no          | as policy      | challenge | enrolled
  1h                 | optional              | 59m      | no      | no          | as policy      | allow     | enrolled, signed-in-before-enrolment
  same time          | optional              | 1h       | no      | no          | as policy      | challenge | enrolled
  30 days            | optional              | 30m      | no      | no          | as policy      | allow     | enrolled, signed-in-before-enrolment

  — … or at once, where the policy takes effect now —
  1h                 | optional, takes effect now | 30m | no      | no          | as policy      | challenge | enrolled
  1h                 | required, takes effect now | 30m | no      | no          | as policy      | challenge | enrolled
  1h                 | optional, takes effect now | 30m | no      | 20m         | as policy      | allow     | verified

  — … and never in sessions from before something was taken away —
  1h                 | optional              | 10m      | 30m     | no          | as policy      | challenge | enrolled
  1h                 | optional              | 10m      | 1h      | no          | as policy      | challenge | enrolled
  1h                 | optional              | 10m      | 59m     | no          | as policy      | challenge | enrolled
  1h                 | optional              | 10m      | 1h 1ms  | no          | as policy      | allow     | enrolled, signed-in-before-enrolment
  1h                 | optional              | 10m      | 2h      | no          | as policy      | allow     | enrolled, signed-in-before-enrolment
  1h                 | optional              | 2h       | 3h      | no          | as policy      | challenge | enrolled
  1h                 | optional              | 2h       | 3h      | 10m         | as policy      | allow     | verified

  — A route can ask for more than the policy, and nothing but a code will do —
  1h                 | off                   | no       | no      | no          | any code       | enrol     | route-requires, not-enrolled
  1h                 | optional              | no       | no      | no          | any code       | enrol     | route-requires, not-enrolled
  1h                 | required              | no       | no      | no          | 5m             | enrol     | route-requires, not-enrolled
  1h                 | optional              | 2h       | no      | no          | any code       | challenge | route-requires, enrolled
  1h                 | optional              | 30m      | no      | no          | any code       | challenge | route-requires, enrolled
  1h                 | optional              | 30m      | no      | no          | 5m             | challenge | route-requires, enrolled
  1h                 | optional              | 2h       | no      | 4m          | 5m             | allow     | route-requires, verified
  1h                 | optional              | 2h       | no      | 299999ms    | 5m             | allow     | route-requires, verified
  1h                 | optional              | 2h       | no      | 300000ms    | 5m             | challenge | route-requires, verified-too-long-ago, enrolled
  1h                 | optional              | 2h       | no      | 6m          | 5m             | challenge | route-requires, verified-too-long-ago, enrolled
  1h                 | optional              | no       | no      | 6m          | 5m             | enrol     | route-requires, verified-too-long-ago, not-enrolled
  25h                | optional              | 2 days   | no      | 86399999ms  | 24h            | allow     | route-requires, verified
  25h                | optional              | 2 days   | no      | 24h         | 24h            | challenge | route-requires, verified-too-long-ago, enrolled
  1h                 | optional              | 2h       | no      | -60s        | 5m             | allow     | route-requires, verified
  1h                 | optional              | 2h       | no      | -60001ms    | 5m             | challenge | route-requires, verified-too-long-ago, enrolled

  — A client that the operator has exempted is asked only where a code of the last minutes is wanted —
  1h, exempt client  | required              | no       | no      | no          | as policy      | allow     | exempt-client
  1h, exempt client  | optional              | 2h       | no      | no          | as policy      | allow     | exempt-client
  1h, exempt client  | optional              | 2h       | no      | no          | any code       | allow     | route-requires, exempt-client
  1h, exempt client  | optional              | 2h       | no      | no          | 5m             | challenge | route-requires, enrolled
  1h, exempt client  | required              | no       | no      | no          | 5m             | enrol     | route-requires, not-enrolled

  — An administrator who is signed in as somebody else may look at most, where the options say so —
  1h, by another     | off                   | no       | no      | no          | as policy      | refuse    | impersonated
  1h, by another     | optional              | 2h       | no      | 1m          | as policy      | refuse    | impersonated
  1h, by another     | required              | 30m      | no      | no          | any code       | refuse    | impersonated
  1h, by another     | optional              | 2h       | no      | 1m          | 5m             | refuse    | impersonated
  1h, by another, looking| optional              | 2h       | no      | no          | as policy      | allow     | impersonated
  1h, by another, looking| required              | no       | no      | no          | as policy      | allow     | impersonated
  1h, by another, looking| optional              | 2h       | no      | 1m          | any code       | refuse    | impersonated
  1h, by another, looking| required              | no       | no      | no          | 5m             | refuse    | impersonated
`

interface Case {
  readonly line: string
  readonly situation: Situation
  readonly outcome: string
  readonly because: string[]
}

const CASES = TABLE.split('\n')
  .map((line) => line.trim())
  .filter((line) => line.includes('|') && !line.startsWith('signed in'))
  .map(caseOf)

function caseOf(line: string): Case {
  const [signedIn = '', policy = '', enrolled = '', revoked = '', judged = '', asks = '', outcome = '', because = ''] =
    line.split('|').map((cell) => cell.trim())
  const [since = '', other, looking] = signedIn.split(', ')
  const activeSince = timeOf(enrolled)
  const judgedAt = timeOf(judged)
  return {
    line: line.replace(/\s+/g, ' '),
    situation: {
      login: sampleLogin({
        signedInAt: timeOf(since === 'same time' ? enrolled : since) ?? 0,
        ...(other === 'by another' && { impersonator: 'an-administrator', authenticatedAt: null }),
      }),
      policy: policyOf(policy),
      enrolment: activeSince === null ? null : enrolmentSince(activeSince),
      revokedAt: timeOf(revoked),
      verified: judgedAt === null ? null : { proof: 'totp', judgedAt },
      trust: null,
      singleSignOn: null,
      strong: false,
      mayLook: looking !== undefined,
      grace: graceOf(policy),
      exempt: other === 'exempt client',
      demand: demandOf(asks),
      now: NOON,
    },
    outcome,
    because: because.split(', '),
  }
}

/** `2h` is two hours before now, `1h 1ms` a millisecond more than an hour; `no` is never. */
function timeOf(cell: string): number | null {
  if (cell === 'no') return null
  const parts = cell.match(/-?[\d.]+ ?[a-z]+/g) ?? []
  return parts.reduce((time, part) => time - ms(part as StringValue), NOON)
}

function policyOf(cell: string): Policy {
  const [asked = '', ...more] = cell.split(', ')
  const [requirement = '', since = 'no'] = asked.split(' since ')
  return {
    requirement: requirement as Policy['requirement'],
    takesEffect: more.includes('takes effect now') ? 'now' : 'next-login',
    requiredSince: timeOf(since) ?? 0,
    trustedDevices: { days: 90 },
  }
}

/** "grace": set-up can be put off; "put off": it was, for this login. */
function graceOf(cell: string): GraceStanding {
  return { left: cell.endsWith(', grace') ? GRACE : null, spent: cell.endsWith(', put off') ? GRACE : null }
}

function demandOf(cell: string): Demand {
  if (cell === 'as policy') return { by: 'policy' }
  return { by: 'route', withinMs: cell === 'any code' ? null : ms(cell as StringValue) }
}

function enrolmentSince(activeSince: number): Enrolment {
  return {
    id: '0192f000-0000-7000-8000-000000000000',
    method: 'totp',
    totp: DEFAULT_TOTP,
    sealedSecret: 'sealed',
    confirmedAt: activeSince,
    activeSince,
    backupCodesSavedAt: null,
  }
}

describe('assess', () => {
  for (const { line, situation, outcome, because } of CASES) {
    it(line, () => {
      const decision = assess(situation)
      expect([decision.outcome, ...decision.reasons]).to.deep.equal([outcome, ...because])
      if (decision.outcome === 'enrol') expect(decision.grace).to.equal(situation.grace.left)
      if (decision.outcome === 'allow') expect(decision.verified).to.equal(because.includes('verified'))
    })
  }

  it('has a case for every outcome and every reason', () => {
    expect(new Set(CASES.map(({ outcome }) => outcome))).to.deep.equal(
      new Set(['allow', 'enrol', 'challenge', 'refuse']),
    )
    expect([...new Set(CASES.flatMap(({ because }) => because))].sort()).to.deep.equal([
      'enrolled',
      'exempt-client',
      'grace',
      'impersonated',
      'not-enrolled',
      'policy-off',
      'policy-optional',
      'policy-required',
      'route-requires',
      'signed-in-before-enrolment',
      'signed-in-before-policy',
      'verified',
      'verified-too-long-ago',
    ])
  })

  it('lets nobody through who has a second factor, without a judged code or a login older than it', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = assess(situation)
        const { enrolment, verified, login, revokedAt } = situation
        if (decision.outcome !== 'allow' || enrolment === null) return
        if (decision.verified) expect(verified).not.to.equal(null)
        else {
          expect(login.signedInAt).to.be.at.most(enrolment.activeSince)
          expect(login.signedInAt).to.be.above(revokedAt ?? -1)
          expect(situation.policy.takesEffect).to.equal('next-login')
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('lets nobody through a route that asks for a code, without one judged in its time', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = assess(situation)
        const { demand, verified, now } = situation
        if (decision.outcome !== 'allow' || demand.by !== 'route') return
        expect(decision.verified).to.equal(true)
        const age = now - (verified?.judgedAt ?? Number.NEGATIVE_INFINITY)
        expect(age).to.be.below(demand.withinMs ?? Number.POSITIVE_INFINITY)
        expect(verified).not.to.equal(null)
      }),
      { numRuns: 2000 },
    )
  })

  it('never lets an impersonated login through, nor asks it for a code', () => {
    fc.assert(
      fc.property(situations, fc.string(), (situation, impersonator) => {
        const login = { ...situation.login, impersonator }
        expect(assess({ ...situation, login }).outcome).to.equal('refuse')
      }),
    )
  })

  it('asks for a second factor that exists in any login that is newer', () => {
    fc.assert(
      fc.property(situations, times, (situation, since) => {
        const login = sampleLogin({ signedInAt: since + 1 })
        const enrolment = enrolmentSince(since)
        expect(assess({ ...situation, login, enrolment, verified: null }).outcome).to.equal('challenge')
      }),
    )
  })
})

const times = fc.integer({ min: NOON - 1_000_000, max: NOON + 120_000 })
const maybeTime = fc.option(times, { nil: null })
const situations: fc.Arbitrary<Situation> = fc.record({
  login: times.map((signedInAt) => sampleLogin({ signedInAt })),
  policy: fc.record({
    requirement: fc.constantFrom('off', 'optional', 'required'),
    takesEffect: fc.constantFrom('next-login', 'now'),
    requiredSince: times,
    trustedDevices: fc.constant({ days: 90 }),
  }) as fc.Arbitrary<Policy>,
  enrolment: maybeTime.map((since) => (since === null ? null : enrolmentSince(since))),
  revokedAt: maybeTime,
  verified: maybeTime.map((judgedAt) => (judgedAt === null ? null : { proof: 'totp' as const, judgedAt })),
  trust: fc.constant(null),
  singleSignOn: fc.constant(null),
  exempt: fc.constant(false),
  strong: fc.constant(false),
  mayLook: fc.constant(false),
  grace: fc.constantFrom({ spent: null, left: null }, { spent: GRACE, left: null }, { spent: null, left: GRACE }),
  demand: fc.oneof(
    fc.constant<Demand>({ by: 'policy' }),
    fc
      .option(fc.integer({ min: 1, max: 600_000 }), { nil: null })
      .map((withinMs): Demand => ({ by: 'route', withinMs })),
  ),
  now: fc.constant(NOON),
})
