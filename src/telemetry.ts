import { type Attributes, metrics, type Span, SpanStatusCode, trace } from '@opentelemetry/api'
import type { AuditEvent } from './domain/administration/audit-event.js'
import { isTwoFactorError } from './errors.js'
import type { Directory } from './ports/directory.js'
import type { Events, TwoFactorEvent } from './ports/events.js'
import type { Effects, Store } from './ports/store.js'

// What OpenTelemetry gets, where the application has an SDK of it; without one all of this does nothing. Attributes are
// words of this library's own, so there is no secret, code, address or name in any of them.

const SCOPE = 'keycloak-two-factor'

/** How long the shares of people are kept before they are counted again, in ms: it reads everybody's enrolment. */
const COUNTED_EVERY_MS = 5 * 60_000

/** What happens to events where the application has no `onEvent`: a line on standard error, with the error's cause. */
export function reportEvent(event: TwoFactorEvent): void {
  const { kind, ...details } = event
  const { error, ...rest } = 'error' in details ? details : { ...details, error: undefined }
  console.error(
    `keycloak-two-factor: ${kind}`,
    ...(Object.keys(rest).length > 0 ? [rest] : []),
    ...(error ? [error] : []),
  )
}

/** Events that go to the application's `onEvent`; one that throws or rejects is its own bug, and must not become ours. */
export function eventsTo(onEvent: (event: TwoFactorEvent) => void): Events {
  return {
    emit(event) {
      instruments().events.add(1, { 'two_factor.kind': event.kind })
      Promise.resolve(event)
        .then(onEvent)
        .catch((error: unknown) => console.error('keycloak-two-factor: onEvent failed', error))
    },
  }
}

/** Counts what a transaction has put into the audit log. */
export function countRecorded({ audit }: Effects): void {
  for (const { kind, details } of audit) {
    const { records, codes, locks } = instruments()
    records.add(1, { 'two_factor.kind': kind })
    const side = SIDES[kind]
    if (side === undefined) continue
    codes.add(1, { 'two_factor.method': word(details.proof), 'two_factor.outcome': word(details.outcome) })
    if (details.locked === true) locks.add(1, { 'two_factor.side': side })
  }
}

const SIDES: { readonly [Kind in AuditEvent['kind']]?: 'codes' | 'recovery' } = {
  'code-accepted': 'codes',
  'code-refused': 'codes',
  'backup-code-accepted': 'recovery',
  'backup-code-refused': 'recovery',
  'bypass-code-accepted': 'recovery',
  'bypass-code-refused': 'recovery',
}

/** The actions, each in a span of its own: `two_factor.verify_code` with its outcome. */
export function traced<Actions extends object>(actions: Actions): Actions {
  const wrapped = Object.entries(actions).map(([name, action]) => [
    name,
    typeof action === 'function' ? inSpan(name, action as Action) : action,
  ])
  return Object.fromEntries(wrapped)
}

type Action = (...given: unknown[]) => unknown

function inSpan(name: string, action: Action): Action {
  const spanName = `two_factor.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
  return (...given) =>
    trace.getTracer(SCOPE).startActiveSpan(spanName, (span) => {
      try {
        const result = action(...given)
        if (!(result instanceof Promise)) return ended(span, result)
        return result.then(
          (value) => ended(span, value),
          (error) => failed(span, error),
        )
      } catch (error) {
        return failed(span, error)
      }
    })
}

function ended<Result>(span: Span, result: Result): Result {
  if (span.isRecording()) span.setAttributes(outcomeOf(result))
  span.end()
  return result
}

/** The code of an error says enough; its message and stack stay in the application's own log. */
function failed(span: Span, error: unknown): never {
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.setAttribute('error.type', isTwoFactorError(error) ? error.code : 'ERROR')
  span.end()
  throw error
}

/** A verdict, a decision or another outcome of an action. */
function outcomeOf(result: unknown): Attributes {
  if (typeof result !== 'object' || result === null) return {}
  const { verdict, decision, outcome } = result as Record<string, { outcome?: unknown; reasons?: unknown } | undefined>
  const told = verdict?.outcome ?? decision?.outcome ?? outcome
  const reasons = decision?.reasons
  return {
    ...(told !== undefined && { 'two_factor.outcome': word(told) }),
    ...(Array.isArray(reasons) && { 'two_factor.reasons': reasons.map(word) }),
  }
}

/** Nothing but a word of this library's own: no code, address or name has this form and gets here. */
const word = (value: unknown): string =>
  typeof value === 'string' && /^[a-z]+(-[a-z]+)*$/.test(value) ? value : 'unknown'

/**
 * Has the waiting messages and the enrolled people counted whenever OpenTelemetry collects; people at most every five
 * minutes. An SDK that is registered later hears nothing of it. Returns how to end it.
 */
export function observe({ store, directory }: { store: Store; directory: Directory }): () => void {
  const meter = metrics.getMeter(SCOPE)
  const waiting = meter.createObservableGauge('two_factor.messages.waiting', {
    description: 'Mails and SMS that wait in the outbox',
  })
  const people = meter.createObservableGauge('two_factor.people.enrolled', {
    description: 'People who have set up a second factor, by method',
  })
  const share = meter.createObservableGauge('two_factor.people.enrolled_share', {
    description: 'The share of the people in Keycloak who have set one up, from 0 to 1',
  })
  const counted = keptFor(COUNTED_EVERY_MS, async () => ({
    methods: await store.countMethods(null),
    all: await directory.count(null),
  }))
  const observed = [waiting, people, share]
  const collect: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    // What can't be asked now is not observed now.
    await Promise.allSettled([
      store.waitingMessages().then((count) => result.observe(waiting, count)),
      counted().then(({ methods, all }) => {
        const entries = Object.entries(methods)
        for (const [method, count] of entries) result.observe(people, count, { 'two_factor.method': method })
        const enrolled = entries.reduce((sum, [, count]) => sum + count, 0)
        if (all > 0) result.observe(share, Math.min(1, enrolled / all))
      }),
    ])
  }
  meter.addBatchObservableCallback(collect, observed)
  return () => meter.removeBatchObservableCallback(collect, observed)
}

function keptFor<Value>(ms: number, read: () => Promise<Value>): () => Promise<Value> {
  let kept: { readonly at: number; readonly value: Promise<Value> } | undefined
  return () => {
    if (kept === undefined || performance.now() >= kept.at + ms) kept = { at: performance.now(), value: read() }
    kept.value.catch(() => {
      kept = undefined
    })
    return kept.value
  }
}

type Instruments = ReturnType<typeof instrumentsOf>

/** Made anew where the application registers its SDK later: before that there is nothing that counts. */
let made: { readonly by: object; readonly instruments: Instruments } | undefined

function instruments(): Instruments {
  const by = metrics.getMeterProvider()
  if (made?.by !== by) made = { by, instruments: instrumentsOf() }
  return made.instruments
}

function instrumentsOf() {
  const meter = metrics.getMeter(SCOPE)
  return {
    codes: meter.createCounter('two_factor.codes', { description: 'Judged codes, by method and outcome' }),
    locks: meter.createCounter('two_factor.locks', { description: 'Waits that wrong codes have led to, by side' }),
    records: meter.createCounter('two_factor.records', { description: 'Entries of the audit log, by kind' }),
    events: meter.createCounter('two_factor.events', { description: 'Events as onEvent gets them, by kind' }),
  }
}
