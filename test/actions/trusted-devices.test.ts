import { expect } from 'chai'
import { verifyBackupCode } from '../../src/actions/challenge/verify-backup-code.js'
import { verifyCode } from '../../src/actions/challenge/verify-code.js'
import type { Caller } from '../../src/actions/context.js'
import { turnOff } from '../../src/actions/enrolment/turn-off.js'
import { assessLogin } from '../../src/actions/sign-in/assess-login.js'
import { listDevices } from '../../src/actions/trusted-devices/list-devices.js'
import { offerTrust } from '../../src/actions/trusted-devices/offer-trust.js'
import { renameDevice } from '../../src/actions/trusted-devices/rename-device.js'
import { revokeAllDevices, revokeDevice } from '../../src/actions/trusted-devices/revoke-devices.js'
import { trustDevice } from '../../src/actions/trusted-devices/trust-device.js'
import { useDevice } from '../../src/actions/trusted-devices/use-device.js'
import { NOON } from '../domain/sample-login.js'
import { policyWith } from '../domain/sample-policy.js'
import { callerOf, codeOf, enrol, notices, ports } from './people.js'
import { rejection } from './rejection.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** The ports of a person's actions, and a Keycloak that tells when the password was set. */
function trustingPorts() {
  const password = { setAt: 1_000 as number | null, asked: 0, down: false }
  const given = ports()
  const directory = {
    ...given.directory,
    passwordSetAt: async () => {
      password.asked += 1
      if (password.down) throw new Error('Keycloak is down')
      return password.setAt
    },
  }
  return { ...given, directory, password }
}

describe('trusted devices', () => {
  let given: ReturnType<typeof trustingPorts>
  let caller: Caller
  let secret: string

  beforeEach(async () => {
    given = trustingPorts()
    caller = callerOf(given)
    secret = await enrol(given, caller)
  })

  /** A later login, from the same browser or as told, after so long. */
  async function later(afterMs: number, origin: Partial<Caller['origin']> = {}): Promise<Caller> {
    given.store.time = (given.store.time ?? NOON) + afterMs
    const at = given.store.time
    const login = callerOf(given, { sessionId: `session-${at}`, authenticatedAt: at, signedInAt: at })
    return { ...login, origin: { ...login.origin, ...origin } }
  }
  /** Trusts the browser right after its code; gives the cookie. */
  async function trusted(days = 90, sealed?: string): Promise<string> {
    const cookie = await trustDevice(given)(caller, sealed, days)
    if (cookie === null) throw new Error('Nothing was trusted')
    return cookie.text
  }
  const kinds = () => given.store.audit.map(({ kind }) => kind)
  const devices = () => given.store.trustedDevices(caller.subject.key)

  describe('trustDevice', () => {
    it('trusts the browser that gave a code, tells the person, and keeps only hashes', async () => {
      const cookie = await trustDevice(given)(caller, undefined, 90)
      expect(cookie?.endsAt).to.equal(NOON + 90 * DAY)
      const [device] = await devices()
      expect(device).to.include({ browser: 'Firefox', system: 'Linux', address: '192.0.2.7', counter: 0, name: null })
      expect(device).to.include({ createdAt: NOON, usedAt: NOON, endsAt: NOON + 90 * DAY, passwordSetAt: 1_000 })
      const [id, , key = ''] = cookie?.text.split('.') ?? []
      expect(id).to.equal(device?.id)
      expect(Buffer.from(key, 'base64url')).to.have.length(32)
      expect(JSON.stringify([device, given.store.audit])).not.to.contain(key)
      expect(kinds()).to.include('trusted-device-added')
      expect((await notices(given, caller)).at(-1)).to.deep.include({
        kind: 'trusted-device-added',
        until: NOON + 90 * DAY,
      })
    })

    it('trusts nobody by a backup code', async () => {
      const codes = await given.store.backupCodes(caller.subject.key)
      const code = await given.sealer.open(codes[0]?.sealedCode ?? '', {
        subjectKey: caller.subject.key,
        purpose: 'backup-code',
      })
      caller = await later(MINUTE)
      expect((await verifyBackupCode(given)(caller, code)).verdict.outcome).to.equal('accepted')
      expect(await trustDevice(given)(caller, undefined, 90)).to.equal(null)
      expect(await devices()).to.deep.equal([])
    })

    it('trusts nobody without a code in this login, or a minute after it', async () => {
      expect(await trustDevice(given)(callerOf(given, { sessionId: 'session-2' }), undefined, 90)).to.equal(null)
      given.store.time = NOON + MINUTE
      expect(await trustDevice(given)(caller, undefined, 90)).to.equal(null)
    })

    it('trusts nobody where the policy has no days, the browser has no name, or the password’s date is not told', async () => {
      expect(await trustDevice(given)(caller, undefined, 0)).to.equal(null)
      const nameless = { ...caller, origin: { ...caller.origin, browser: null } }
      expect(await trustDevice(given)(nameless, undefined, 90)).to.equal(null)
      given.password.setAt = null
      expect(await trustDevice(given)(caller, undefined, 90)).to.equal(null)
      given.password.down = true
      expect(await trustDevice(given)(caller, undefined, 90)).to.equal(null)
      const { passwordSetAt: _without, ...directory } = given.directory
      expect(await trustDevice({ ...given, directory })(caller, undefined, 90)).to.equal(null)
      expect(await devices()).to.deep.equal([])
      given.unreadablePassword = 'trust'
      given.password.down = false
      expect(await trustDevice(given)(caller, undefined, 90)).not.to.equal(null)
    })

    it('trusts nobody where all was turned off at the last moment', async () => {
      given.store.moved.push(() => turnOff(given)(caller))
      expect(await trustDevice(given)(caller, undefined, 90)).to.equal(null)
      expect(await devices()).to.deep.equal([])
    })

    it('puts the browser in the place of what it was before, and keeps ten', async () => {
      const first = await trusted()
      await trusted(90, first)
      expect(await devices()).to.have.length(1)
      for (let i = 0; i < 12; i++) await trusted()
      expect(await devices()).to.have.length(10)
      expect((await useDevice(given)(caller, first, 90)).outcome).to.equal('refused')
    })
  })

  describe('useDevice', () => {
    it('lets the next login through and gives the next cookie; its end stays', async () => {
      const cookie = await trusted()
      const next = await later(DAY, { address: '198.51.100.4' })
      const use = await useDevice(given)(next, cookie, 90)
      expect(use.outcome).to.equal('accepted')
      if (use.outcome !== 'accepted') return
      expect(use.cookie?.text).not.to.equal(cookie)
      expect(use.cookie?.endsAt).to.equal(NOON + 90 * DAY)
      const [device] = await devices()
      expect(device).to.include({ counter: 1, usedAt: NOON + DAY, createdAt: NOON, address: '198.51.100.4' })
      expect(use.note).to.deep.include({ deviceId: device?.id, judgedAt: NOON + DAY, sessionId: next.login.sessionId })
      expect(kinds()).to.include('trusted-device-used')
    })

    it('takes two tabs at once for one browser, however many there are', async () => {
      const cookie = await trusted()
      const next = await later(DAY)
      const uses = await Promise.all(Array.from({ length: 20 }, () => useDevice(given)(next, cookie, 90)))
      expect(uses.map(({ outcome }) => outcome)).to.deep.equal(Array.from({ length: 20 }, () => 'accepted'))
      expect(uses.filter((use) => use.outcome === 'accepted' && use.cookie !== null)).to.have.length(1)
      expect((await devices())[0]?.counter).to.equal(1)
      expect(given.password.asked).to.be.at.most(21)
    })

    it('loses the race for the exchange and is taken for a parallel tab', async () => {
      const cookie = await trusted()
      const next = await later(DAY)
      given.store.moved.push(async () => {
        await useDevice(given)(next, cookie, 90)
      })
      const use = await useDevice(given)(next, cookie, 90)
      expect(use).to.deep.include({ outcome: 'accepted', cookie: null })
    })

    it('ends a series whose old cookie comes again, tells the person once, and asks both', async () => {
      const cookie = await trusted()
      const other = await trusted()
      const use = await useDevice(given)(await later(DAY), cookie, 90)
      const newest = use.outcome === 'accepted' ? (use.cookie?.text ?? '') : ''
      const { epoch } = await given.store.load(caller.subject.key, 'x')
      const thief = await later(30_000)
      const uses = await Promise.all(Array.from({ length: 5 }, () => useDevice(given)(thief, cookie, 90)))
      expect(uses).to.deep.equal(uses.map(() => ({ outcome: 'refused', isOver: true })))
      expect(await useDevice(given)(thief, newest, 90)).to.deep.equal({ outcome: 'refused', isOver: true })
      expect(kinds().filter((kind) => kind === 'trusted-device-stolen')).to.have.length(1)
      expect((await notices(given, caller)).filter(({ kind }) => kind === 'trusted-device-stolen')).to.have.length(1)
      expect((await given.store.load(caller.subject.key, 'x')).epoch).to.equal(epoch + 1)
      // The person's other browsers go on.
      expect((await useDevice(given)(thief, other, 90)).outcome).to.equal('accepted')
    })

    it('makes nothing of a cookie with a changed letter, and keeps the device', async () => {
      const cookie = await trusted()
      const next = await later(DAY)
      for (let at = 0; at < cookie.length; at++) {
        const letter = cookie[at] === 'a' ? 'b' : 'a'
        const forged = cookie.slice(0, at) + letter + cookie.slice(at + 1)
        expect(await useDevice(given)(next, forged, 90), String(at)).to.deep.equal({
          outcome: 'refused',
          isOver: false,
        })
      }
      for (const text of ['', '.', 'x', cookie.slice(0, -1), `${cookie}.x`, cookie.toUpperCase()]) {
        expect((await useDevice(given)(next, text, 90)).outcome).to.equal('refused')
      }
      expect((await useDevice(given)(next, cookie, 90)).outcome).to.equal('accepted')
    })

    it('makes nothing of another person’s cookie, or of one under other keys', async () => {
      const cookie = await trusted()
      const somebody = callerOf(given, { userId: 'another-person' })
      expect(await useDevice(given)(somebody, cookie, 90)).to.deep.equal({ outcome: 'refused', isOver: false })
      const { keyedHash } = ports()
      expect((await useDevice({ ...given, keyedHash })(caller, cookie, 90)).outcome).to.equal('refused')
      expect(await devices()).to.have.length(1)
    })

    it('asks in another browser or system, notes it, and keeps the device', async () => {
      const cookie = await trusted()
      for (const origin of [{ browser: 'Chrome' }, { system: 'Windows' }, { browser: null }]) {
        const use = await useDevice(given)(await later(MINUTE, origin), cookie, 90)
        expect(use).to.deep.equal({ outcome: 'refused', isOver: false })
      }
      expect(kinds().filter((kind) => kind === 'trusted-device-refused')).to.have.length(3)
      expect((await useDevice(given)(await later(MINUTE), cookie, 90)).outcome).to.equal('accepted')
    })

    it('ends after its days, and earlier under a policy of fewer', async () => {
      const cookie = await trusted()
      const late = await later(30 * DAY)
      expect(await useDevice(given)(late, cookie, 30)).to.deep.equal({ outcome: 'refused', isOver: true })
      expect((await useDevice(given)(late, cookie, 0)).outcome).to.equal('refused')
      expect((await useDevice(given)(late, cookie, 31)).outcome).to.equal('accepted')
      const last = await later(60 * DAY)
      const [device] = await devices()
      expect(device?.endsAt).to.equal(given.store.time)
      expect((await useDevice(given)(last, cookie, 365)).outcome).to.equal('refused')
    })

    it('ends with another password, and waits while nobody tells of it', async () => {
      const cookie = await trusted()
      const next = await later(DAY)
      given.password.down = true
      expect(await useDevice(given)(next, cookie, 90)).to.deep.equal({ outcome: 'refused', isOver: false })
      given.password.down = false
      given.password.setAt = null
      expect(await useDevice(given)(next, cookie, 90)).to.deep.equal({ outcome: 'refused', isOver: false })
      given.password.setAt = 2_000
      expect(await useDevice(given)(next, cookie, 90)).to.deep.equal({ outcome: 'refused', isOver: true })
      expect(kinds()).to.include('trusted-device-ended')
      given.password.setAt = 1_000
      expect((await useDevice(given)(next, cookie, 90)).outcome).to.equal('refused')
    })
  })

  describe('the decision', () => {
    const judge = async (
      of: Caller,
      note: unknown,
      demand: Parameters<ReturnType<typeof assessLogin>>[2] = { by: 'policy' },
    ) => {
      const evidence = { from: 'session', mark: undefined, trust: note as never } as const
      return (await assessLogin(given)(of.login, of.subject, demand, evidence)).decision
    }
    async function signedIn() {
      const cookie = await trusted()
      const next = await later(DAY)
      const use = await useDevice(given)(next, cookie, 90)
      return { next, cookie, note: use.outcome === 'accepted' ? use.note : undefined }
    }

    it('rests on the note of this login alone', async () => {
      const { next, note } = await signedIn()
      expect((await judge(next, note)).reasons).to.deep.equal(['enrolled', 'trusted-device'])
      expect((await judge(next, undefined)).outcome).to.equal('challenge')
      expect((await judge(await later(1), note)).outcome).to.equal('challenge')
      expect((await judge(next, note, { by: 'route', withinMs: 5 * MINUTE })).outcome).to.equal('challenge')
    })

    it('is asked again once the device is revoked, the password another one, or a policy is without days', async () => {
      const { next, note } = await signedIn()
      given.password.setAt = 2_000
      expect((await judge(next, note)).outcome).to.equal('challenge')
      given.password.setAt = 1_000
      const policyOf = async () => policyWith({ requirement: 'optional', trustedDevices: { days: 0 } })
      const evidence = { from: 'session', mark: undefined, trust: note } as const
      const { decision } = await assessLogin({ ...given, policyOf })(
        next.login,
        next.subject,
        { by: 'policy' },
        evidence,
      )
      expect(decision.outcome).to.equal('challenge')
      await revokeAllDevices(given)(caller)
      expect((await judge(next, note)).outcome).to.equal('challenge')
    })
  })

  describe('offerTrust', () => {
    const offered = (sealed?: string, days = 90, of = caller) => offerTrust(given)(of, sealed, days)

    it('offers what can be kept, and nothing to a browser that is trusted already', async () => {
      expect(await offered()).to.equal(true)
      expect(await offered('made up')).to.equal(true)
      expect(await offered(undefined, 0)).to.equal(false)
      const cookie = await trusted()
      expect(await offered(cookie)).to.equal(false)
      expect(await offered(cookie, 90, { ...caller, origin: { ...caller.origin, browser: 'Chrome' } })).to.equal(true)
      given.password.setAt = null
      expect(await offered()).to.equal(false)
    })
  })

  describe('what a person does with them', () => {
    it('lists them without anything that a cookie holds, this browser marked', async () => {
      await trusted()
      given.store.time = NOON + 1_000
      const cookie = await trusted(30)
      const listed = await listDevices(given)(caller, cookie, 90)
      expect(listed.map(({ isThis }) => isThis)).to.deep.equal([true, false])
      expect(listed.map(({ endsAt }) => endsAt)).to.deep.equal([NOON + 1_000 + 30 * DAY, NOON + 90 * DAY])
      expect(Object.keys(listed[0] ?? {}).sort()).to.deep.equal([
        'address',
        'browser',
        'createdAt',
        'endsAt',
        'id',
        'isThis',
        'name',
        'system',
        'usedAt',
      ])
      expect(await listDevices(given)(caller, undefined, 0)).to.deep.equal([])
      given.password.setAt = 2_000
      expect(await listDevices(given)(caller, undefined, 90)).to.deep.equal([])
      expect(await listDevices(given)(callerOf(given, { userId: 'another-person' }), cookie, 90)).to.deep.equal([])
    })

    it('names one, and revokes one: every session is judged anew, and only the caller’s code counts on', async () => {
      await trusted()
      const [device] = await devices()
      await renameDevice(given)(caller, device?.id, ' At home ')
      expect((await devices())[0]?.name).to.equal('At home')
      expect(JSON.stringify(given.store.audit)).not.to.contain('At home')
      const elsewhere = await later(MINUTE)
      expect((await verifyCode(given)(elsewhere, codeOf(given, secret))).verdict.outcome).to.equal('accepted')
      const { epoch } = await given.store.load(caller.subject.key, 'x')
      await revokeDevice(given)(caller, device?.id)
      expect(await devices()).to.deep.equal([])
      const session = ({ login }: Caller) => given.identities.session(login)
      const own = await given.store.load(caller.subject.key, session(caller))
      expect([own.epoch, own.verifiedSession === null]).to.deep.equal([epoch + 1, false])
      expect((await given.store.load(caller.subject.key, session(elsewhere))).verifiedSession).to.equal(null)
    })

    it('is 404 for what is not theirs, was never there, or means all', async () => {
      await trusted()
      const [device] = await devices()
      const somebody = callerOf(given, { userId: 'another-person' })
      await given.store.register(somebody.subject, null)
      for (const id of ['all', '', 'x', undefined, '019aa000-0000-7000-8000-000000000009', device?.id]) {
        for (const act of [revokeDevice(given)(somebody, id), renameDevice(given)(somebody, id, 'mine')]) {
          expect((await rejection(act)) as { code?: string }).to.include({ code: 'ERR_2FA_NOT_FOUND' })
        }
      }
      expect((await devices())[0]).to.include({ id: device?.id, name: null })
    })
  })
})
