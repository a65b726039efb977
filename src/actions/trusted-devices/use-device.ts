import { bindingOf } from '../../domain/sign-in/login.js'
import type { DeviceCookie } from '../../domain/trusted-devices/device-cookie.js'
import type { TrustNote } from '../../domain/trusted-devices/judge-trust.js'
import { endOf, isSamePassword, type TrustedDevice } from '../../domain/trusted-devices/trusted-device.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyedHash, Random, Sealer } from '../../ports/crypto.js'
import type { Settlement, Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'
import { newDeviceSecret, openDeviceCookie, sealDeviceCookie } from './device-cookies.js'
import { judgeCookie } from './judge-cookie.js'
import { type PasswordPorts, readPasswordSetAt } from './read-password-set-at.js'

/** A cookie for the browser to keep until `endsAt`, in ms. */
export interface SealedDeviceCookie {
  readonly text: string
  readonly endsAt: number
}

/** What became of a trusted device's cookie. `cookie`: the next one; null where the browser has it already. */
export type DeviceUse =
  | { readonly outcome: 'accepted'; readonly note: TrustNote; readonly cookie: SealedDeviceCookie | null }
  /** `isOver`: the cookie will never count again. */
  | { readonly outcome: 'refused'; readonly isOver: boolean }

/** What using a trusted device needs. */
export interface UsePorts extends PasswordPorts {
  readonly store: Store
  readonly keyedHash: KeyedHash
  readonly random: Random
  readonly sealer: Sealer
  readonly clock: Clock
}

const REFUSED: DeviceUse = { outcome: 'refused', isOver: false }
const OVER: DeviceUse = { outcome: 'refused', isOver: true }

/**
 * Judges the cookie of a trusted device and exchanges it for the next one, by compare-and-set, so that of several at once
 * one is exchanged and the others are taken for parallel tabs. A cookie that was exchanged before ends the device; the
 * person is mailed and it is noted. So does a changed password, without a mail of ours.
 *
 * Throws `ERR_2FA_STORE` where the outcome could not be committed. Where Keycloak cannot be asked about the password the
 * browser is not trusted.
 */
export function useDevice(ports: UsePorts) {
  return async (caller: Caller, sealed: string, days: number): Promise<DeviceUse> => {
    const cookie = openDeviceCookie(ports.keyedHash, caller.subject.key, sealed)
    if (cookie === null || days <= 0) return REFUSED
    // Asked of Keycloak itself, once: an answer of a minute ago may be about the old password.
    let password: Promise<number | null> | undefined
    const passwordSetAt = () => {
      password ??= readPasswordSetAt(ports, caller.login.userId, { fresh: true })
      return password
    }
    return settleAgain(() => judge(ports, { caller, cookie, days, passwordSetAt }))
  }
}

interface Use {
  readonly caller: Caller
  readonly cookie: DeviceCookie
  readonly days: number
  readonly passwordSetAt: () => Promise<number | null>
}

type Round = Promise<{ settlement: Settlement; answer: DeviceUse }>

const settled = (answer: DeviceUse) => ({ settlement: 'settled', answer }) as const

async function judge(ports: UsePorts, { caller, cookie, days, passwordSetAt }: Use): Round {
  const { store, random, clock } = ports
  const device = await store.trustedDevice(caller.subject.key, cookie.id)
  const now = clock.at(await store.databaseTime())
  const verdict = judgeCookie(ports.keyedHash, caller, device, cookie, { days, now })
  if (verdict.outcome === 'replayed' && device !== null) return settled(await end(ports, caller, device, now, 'stolen'))
  if (verdict.outcome !== 'accepted' || device === null) {
    const isElsewhere = verdict.outcome === 'refused' && verdict.because === 'other-environment'
    if (!isElsewhere) return settled(OVER)
    const details = { device: cookie.id, because: 'other-environment' }
    await store.addAuditEvent(auditEvent(random, caller, 'trusted-device-refused', now, details))
    return settled(REFUSED)
  }
  const setAt = await passwordSetAt()
  if (!isSamePassword(device, setAt, ports.unreadablePassword)) {
    // What cannot be read now may be read the next time.
    return settled(setAt === null ? REFUSED : await end(ports, caller, device, now, 'password-changed'))
  }
  const note: TrustNote = { ...bindingOf(caller.login), deviceId: device.id, judgedAt: now }
  const used = auditEvent(random, caller, 'trusted-device-used', now, { device: device.id })
  if (verdict.rotates) return rotate(ports, { caller, device, note, used, days, now })
  await store.addAuditEvent(used)
  return settled({ outcome: 'accepted', note, cookie: null })
}

async function rotate(
  { store, keyedHash, random }: UsePorts,
  given: {
    caller: Caller
    device: TrustedDevice
    note: TrustNote
    used: ReturnType<typeof auditEvent>
    days: number
    now: number
  },
): Round {
  const { caller, device, note, used, days, now } = given
  const secret = newDeviceSecret(random)
  const settlement = await store.rotateTrustedDevice(device, {
    hash: keyedHash.hash('device-secret', secret).hash,
    usedAt: now,
    address: caller.origin.address,
    effects: { audit: [used], messages: [] },
  })
  const text = sealDeviceCookie(keyedHash, caller.subject.key, { id: device.id, counter: device.counter + 1, secret })
  return { settlement, answer: { outcome: 'accepted', note, cookie: { text, endsAt: endOf(device, days) } } }
}

/** Ends the device; of several at once, one tells. */
async function end(
  ports: UsePorts,
  caller: Caller,
  { id, name }: TrustedDevice,
  now: number,
  because: 'stolen' | 'password-changed',
): Promise<DeviceUse> {
  const isTheft = because === 'stolen'
  const kind = isTheft ? 'trusted-device-stolen' : 'trusted-device-ended'
  const notice = { kind: 'trusted-device-stolen', at: now, ...(name !== null && { device: name }) } as const
  await ports.store.endTrustedDevices(caller.subject.key, id, {
    // Codes that were judged elsewhere are no less right; what rested on this device is judged anew.
    endSessions: null,
    effects: {
      audit: [auditEvent(ports.random, caller, kind, now, { device: id, because })],
      messages: isTheft ? [await outboxMessage(ports, caller, notice)] : [],
    },
  })
  return OVER
}
