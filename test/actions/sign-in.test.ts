import { expect } from 'chai'
import { judgedSession } from '../../src/actions/challenge/judged-session.js'
import type { Caller } from '../../src/actions/context.js'
import { turnOff } from '../../src/actions/enrolment/turn-off.js'
import { assessLogin } from '../../src/actions/sign-in/assess-login.js'
import { carryOver } from '../../src/actions/sign-in/carry-over.js'
import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { bindingOf } from '../../src/domain/sign-in/login.js'
import type { Mark } from '../../src/domain/sign-in/mark.js'
import { NOON, sampleLogin } from '../domain/sample-login.js'
import { callerOf, enrol, type Ports, ports } from './people.js'
import { rejection } from './rejection.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('at sign-in', () => {
  let given: Ports
  let caller: Caller

  beforeEach(async () => {
    given = ports()
    caller = callerOf(given)
    await enrol(given, caller)
  })

  const judge = (login: KeycloakLogin) =>
    assessLogin(given)(login, given.identities.subject(login), { by: 'policy' }, { from: 'store' })

  describe('assessLogin', () => {
    it('lets the login through whose code was judged, for 24 hours to the millisecond', async () => {
      const late = { ...caller.login, signedInAt: NOON + 1 }
      for (const [time, outcome] of [
        [NOON, 'allow'],
        [NOON + DAY - 1, 'allow'],
        [NOON + DAY, 'challenge'],
      ] as const) {
        given.store.time = time
        const { decision, verified } = await judge(late)
        expect(decision.outcome).to.equal(outcome)
        expect(verified).to.deep.equal(outcome === 'allow' ? { proof: 'totp', judgedAt: NOON } : null)
      }
    })

    for (const [what, change] of [
      ['another Keycloak session', { sessionId: 'session-2' }],
      ['the same Keycloak session id after a new entry', { authenticatedAt: NOON + 1000 }],
    ] as const) {
      it(`asks in ${what}`, async () => {
        expect((await judge(sampleLogin({ ...change, signedInAt: NOON + 1 }))).decision.outcome).to.equal('challenge')
      })
    }

    it('takes no code of the person who had this Keycloak session id before', async () => {
      const other = callerOf(given, { userId: 'another-person', signedInAt: NOON + 1 })
      await enrol(given, other)
      await turnOff(given)(caller)
      const somebody = callerOf(given, { userId: 'a-third-person' })
      expect((await judge(somebody.login)).verified).to.equal(null)
      expect((await judge(caller.login)).verified).to.equal(null)
      expect((await judge(other.login)).verified).not.to.equal(null)
    })

    it('counts the ends by the database’s time, not by this process’s', async () => {
      given.store.time = NOON + DAY
      const clock = { now: () => NOON, at: (time: number) => time, databaseNow: () => NOON + DAY }
      const assessment = await assessLogin({ ...given, clock })(
        caller.login,
        caller.subject,
        { by: 'policy' },
        { from: 'store' },
      )
      expect(assessment.verified).to.equal(null)
      expect(assessment.now).to.equal(NOON + DAY)
    })

    it('is one read', async () => {
      given.store.calls.length = 0
      await judge(caller.login)
      expect(given.store.calls).to.deep.equal(['load'])
    })

    it('passes on that the store cannot be asked', async () => {
      const store = { ...given.store, load: () => Promise.reject(new Error('down')) }
      const asked = assessLogin({ ...given, store })(caller.login, caller.subject, { by: 'policy' }, { from: 'store' })
      expect((await rejection(asked)).message).to.equal('down')
    })
  })

  describe('a mark whose epoch is over', () => {
    const login2 = sampleLogin({ sessionId: 'session-2' })
    let mark: Mark
    beforeEach(async () => {
      mark = { ...bindingOf(caller.login), subjectKey: caller.subject.key, proof: 'totp', judgedAt: NOON, epoch: 1 }
      expect(await given.store.epoch(caller.subject.key)).to.equal(1)
    })
    const judgeMark = async (of: Mark | undefined, login = caller.login) => {
      const late = { ...login, signedInAt: NOON + 1 }
      const evidence = { from: 'session', mark: of } as const
      return assessLogin(given)(late, given.identities.subject(login), { by: 'policy' }, evidence)
    }
    const end = (sessionId: string) =>
      given.store.endKeycloakSession({
        logoutToken: { key: sessionId, endsAt: NOON },
        subjectKey: caller.subject.key,
        keycloakSession: given.identities.keycloakSession({ ...caller.login, sessionId }),
        effects: { audit: [], messages: [] },
      })

    it('counts on where another Keycloak session has ended, and only there', async () => {
      await given.store.addVerifiedSession(
        { subjectKey: caller.subject.key, version: 1, epoch: 1 },
        judgedSession(given.identities, callerOf(given, { sessionId: 'session-2' }), 'totp', NOON),
      )
      const mark2 = { ...mark, ...bindingOf(login2) }
      expect((await judgeMark(mark2, login2)).decision.outcome).to.equal('allow')
      expect(await end('session-2')).to.equal('ended')
      const { decision, state } = await judgeMark(mark)
      expect([decision.outcome, state.epoch]).to.deep.equal(['allow', 2])
      const ended = await judgeMark(mark2, login2)
      expect([ended.decision.outcome, ended.judgedElsewhere]).to.deep.equal(['challenge', false])
    })

    it('is over where its own Keycloak session has ended, or all was turned off', async () => {
      expect(await end('session-1')).to.equal('ended')
      expect((await judgeMark(mark)).decision.outcome).to.equal('challenge')
      await turnOff(given)(caller)
      expect((await judgeMark(mark)).verified).to.equal(null)
    })

    it('is over after a set-up anew, though a code of the same login was judged in it', async () => {
      await turnOff(given)(caller)
      given.store.time = NOON + MINUTE
      await enrol(given, caller)
      const { verified, state } = await judgeMark(mark)
      expect(state.verifiedSession).to.include({ proof: 'totp', judgedAt: NOON + MINUTE })
      expect(verified).to.equal(null)
    })

    it('was never there in a session that had none: a code judged elsewhere gives it none', async () => {
      const { decision, judgedElsewhere } = await judgeMark(undefined)
      expect([decision.outcome, judgedElsewhere]).to.deep.equal(['challenge', true])
    })
  })

  describe('carryOver', () => {
    const later = () => sampleLogin({ authenticatedAt: NOON + 10 * MINUTE, signedInAt: NOON + 10 * MINUTE })

    it('lets a code count on after a new entry in the same session, with its own time and its own end', async () => {
      given.store.time = NOON + 10 * MINUTE
      await carryOver(given)(bindingOf(caller.login), later())
      const { verifiedSession } = await given.store.load(caller.subject.key, given.identities.session(later()))
      expect(verifiedSession).to.include({ proof: 'totp', judgedAt: NOON, endsAt: NOON + DAY })
      expect((await judge(later())).decision.reasons).to.deep.equal(['verified'])
    })

    for (const [what, change] of [
      ['another Keycloak session', { sessionId: 'session-2' }],
      ['another person', { userId: 'another-person' }],
      ['another realm', { issuer: 'https://id.example/realms/other' }],
    ] as const) {
      it(`carries nothing over to ${what}`, async () => {
        const login = { ...later(), ...change }
        await carryOver(given)(bindingOf(caller.login), login)
        expect((await judge(login)).verified).to.equal(null)
      })
    }

    it('carries nothing over that has ended', async () => {
      given.store.time = NOON + DAY
      await carryOver(given)(bindingOf(caller.login), later())
      given.store.time = NOON
      expect((await judge(later())).verified).to.equal(null)
    })

    it('carries nothing over that was taken away in between, also at the last moment', async () => {
      given.store.moved.push(() => turnOff(given)(caller))
      await carryOver(given)(bindingOf(caller.login), later())
      expect((await judge(later())).verified).to.equal(null)
    })

    it('has nothing to do, and reads nothing, where nothing was entered anew', async () => {
      given.store.calls.length = 0
      await carryOver(given)(bindingOf(caller.login), caller.login)
      expect(given.store.calls).to.deep.equal([])
    })

    it('has no more than a grace to carry for somebody whose code was not judged', async () => {
      const other = callerOf(given, { userId: 'another-person' })
      given.store.calls.length = 0
      await carryOver(given)(bindingOf(other.login), { ...later(), userId: 'another-person' })
      expect(given.store.calls).to.deep.equal(['load', 'carryGraces'])
    })

    it('does it again where somebody was faster', async () => {
      given.store.moved.push(() => {})
      await carryOver(given)(bindingOf(caller.login), later())
      expect((await judge(later())).verified).not.to.equal(null)
    })
  })
})
