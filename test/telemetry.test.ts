import { metrics, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect } from 'chai'
import type { KeycloakLogin } from '../src/domain/sign-in/login.js'
import { TwoFactorError } from '../src/errors.js'
import type { Mail } from '../src/ports/mailer.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { codeAt } from './crypto/code-at.js'
import { NOON, sampleLogin } from './domain/sample-login.js'
import { type Browser, browser, setUp } from './express/browser.js'
import { type TwoClocks, twoClocks } from './express/clock.js'
import { FRED, type Portal, startPortal } from './express/portal.js'

const WRONG = '918273'

describe('with OpenTelemetry', () => {
  const spans = new InMemorySpanExporter()
  const exported = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: exported, exportIntervalMillis: 3_600_000 })
  let portal: Portal
  let clock: TwoClocks
  let fred: Browser
  let secret: string
  let entered = NOON
  const mails: Mail[] = []

  const enter = (changes: Partial<KeycloakLogin> = {}) => {
    entered = Math.max(entered + 1000, clock.at(0))
    return sampleLogin({ authenticatedAt: entered, issuedAt: entered, signedInAt: clock.now(), ...changes })
  }
  const code = () => codeAt(secret, Math.floor(clock.at(0) / 30_000))
  const atCodePage = async () => {
    const other = browser(portal.url)
    await other.signIn(enter({ sessionId: `session-${entered}` }))
    await other.follow(await other.get('/anything'))
    return other
  }

  /** The newest points of each metric: its value by its attributes. */
  async function collected(): Promise<Record<string, Record<string, number>>> {
    exported.reset()
    await reader.forceFlush()
    const points = exported.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    return Object.fromEntries(
      points.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        Object.fromEntries(
          dataPoints.map(({ attributes, value }) => [Object.values(attributes).sort().join(' '), value as number]),
        ),
      ]),
    )
  }

  before(async () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
    clock = twoClocks(() => portal.store)
    portal = await startPortal({
      clock,
      options: {
        directory: { ...testDirectory(), person: async (userId) => ({ ...FRED, userId }), count: async () => 4 },
        mailer: {
          send: async (mail) => {
            mails.push(mail)
            throw new TwoFactorError('ERR_2FA_MAIL', `The mail to ${mail.to} was refused.`)
          },
        },
      },
    })
    clock.pass(0)
    fred = browser(portal.url)
    await fred.signIn(enter())
    secret = await setUp(fred, { enter, now: () => clock.at(0) })
    clock.pass(60_000)
    const other = await atCodePage()
    for (let wrong = 0; wrong < 5; wrong += 1) await other.post('/two-factor/challenge', { code: WRONG })
    clock.pass(61_000)
    await other.post('/two-factor/challenge', { code: code() })
    const third = await atCodePage()
    await third.post('/two-factor/challenge', { code: code() })
    await third.post('/two-factor/challenge', { code: 'Fred, 1 Main Street' })
  })
  after(async () => {
    await portal.close()
    await reader.shutdown()
    trace.disable()
    metrics.disable()
  })

  it('counts judged codes by method and outcome, and the waits they led to', async () => {
    const { 'two_factor.codes': codes, 'two_factor.locks': locks, 'two_factor.records': records } = await collected()
    expect(codes).to.deep.equal({ 'totp wrong': 5, 'accepted totp': 1, 'replayed totp': 1 })
    expect(locks).to.deep.equal({ codes: 1 })
    expect(records).to.deep.include({ enabled: 1, 'code-accepted': 1, 'code-refused': 6 })
  })

  it('tells how many messages wait and what share of the people has a second factor, while it runs', async () => {
    expect(await collected()).not.to.have.property('two_factor.messages.waiting')
    const running = portal.twoFactor.start()
    const seen = await collected()
    expect(seen['two_factor.messages.waiting']).to.deep.equal({ '': 2 })
    expect(seen['two_factor.people.enrolled']).to.deep.equal({ totp: 1 })
    expect(seen['two_factor.people.enrolled_share']).to.deep.equal({ '': 0.25 })
    await running.stop()
    expect((await collected())['two_factor.events']?.['mail-failed']).to.be.above(0)
  })

  it('has a span for each action, with its outcome', () => {
    const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === `two_factor.${name}`)
    expect(
      named('verify_code').map(({ attributes }) => attributes['two_factor.outcome'] ?? attributes['error.type']),
    ).to.deep.equal(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'accepted', 'replayed', 'ERR_2FA_MALFORMED'])
    expect(named('assess_login')[0]?.attributes).to.deep.equal({
      'two_factor.outcome': 'allow',
      'two_factor.reasons': ['not-enrolled', 'policy-optional'],
    })
    expect(named('confirm_set_up')).to.have.length(1)
    expect(named('deliver_messages')).to.have.length.above(0)
  })

  it('holds no secret, code, address, name or id of anybody', async () => {
    await collected()
    // Times apart: in their digits anything can be found.
    const told = JSON.stringify([
      ...spans.getFinishedSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
      ...exported
        .getMetrics()
        .flatMap(({ scopeMetrics, resource }) => [
          resource.attributes,
          ...scopeMetrics.flatMap(({ scope, metrics }) => [
            scope,
            ...metrics.map(({ descriptor, dataPoints }) => [
              descriptor,
              dataPoints.map(({ attributes }) => attributes),
            ]),
          ]),
        ]),
    ])
    expect(told).to.contain('two_factor.verify_code').and.contain('totp')
    expect(mails).to.have.length.above(0)
    const codes = await portal.store.backupCodes([...portal.store.outbox.values()][0]?.message.subjectKey ?? '')
    expect(codes).to.have.length(10)
    const canaries = [
      secret,
      code(),
      WRONG,
      'Main Street',
      FRED.username,
      FRED.displayName,
      FRED.email ?? '',
      sampleLogin().userId,
      sampleLogin().sessionId,
      'session-',
      '127.0.0.1',
      ...codes.flatMap(({ id, hash, sealedCode }) => [id, hash, sealedCode ?? '']),
      ...[...portal.store.outbox.values()].map(({ message }) => message.subjectKey),
      ...[...fred.cookies.values()],
    ]
    for (const canary of canaries) {
      expect(canary).to.have.length.above(3)
      expect(told.toLowerCase(), canary).not.to.contain(canary.toLowerCase())
    }
  })
})
