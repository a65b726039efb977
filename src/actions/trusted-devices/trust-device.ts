import { isWithin } from '../../domain/sign-in/mark.js'
import {
  deviceEnd,
  environmentOf,
  MOST_DEVICES,
  type TrustedDevice,
} from '../../domain/trusted-devices/trusted-device.js'
import type { Identities } from '../../ports/crypto.js'
import type { SubjectState } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent, outboxMessage } from '../record.js'
import { settleAgain } from '../settle-again.js'
import { newDeviceSecret, openDeviceCookie, sealDeviceCookie } from './device-cookies.js'
import { readPasswordSetAt } from './read-password-set-at.js'
import type { SealedDeviceCookie, UsePorts } from './use-device.js'

/** How long after its code a browser can be trusted: a minute, in ms. It is one request with it. */
const AFTER_CODE_MS = 60_000

/**
 * Trusts the caller's browser for so many days, in the place of `sealed`, the cookie that it may hold already. Only right
 * after a code of the enrolment in this login: a backup or bypass code earns no trust. The person is mailed.
 *
 * Null, and nothing is trusted, where that is not so, where the policy allows no days, where the browser does not say what
 * it is, and where a changed password would not be noticed.
 */
export function trustDevice(ports: UsePorts & { identities: Identities }) {
  return async (caller: Caller, sealed: string | undefined, days: number): Promise<SealedDeviceCookie | null> => {
    const environment = environmentOf(caller.origin)
    if (environment === null || days <= 0) return null
    const { store, keyedHash, random, identities, clock } = ports
    const subjectKey = caller.subject.key
    const passwordSetAt = await readPasswordSetAt(ports, caller.login.userId, { fresh: true })
    if (passwordSetAt === null && ports.unreadablePassword === 'ask') return null
    const replacedId = sealed === undefined ? null : (openDeviceCookie(keyedHash, subjectKey, sealed)?.id ?? null)
    return settleAgain(async () => {
      const state = await store.load(subjectKey, identities.session(caller.login))
      const now = clock.at(state.databaseTime)
      if (!wasJudgedByMethod(state, now)) return { settlement: 'settled', answer: null }
      const secret = newDeviceSecret(random)
      const device: TrustedDevice = {
        id: random.id(now),
        subjectKey,
        name: null,
        ...environment,
        address: caller.origin.address,
        counter: 0,
        hash: keyedHash.hash('device-secret', secret).hash,
        previousHash: null,
        passwordSetAt,
        createdAt: now,
        usedAt: now,
        endsAt: deviceEnd(now, days),
      }
      const { id, endsAt } = device
      const settlement = await store.addTrustedDevice(
        { subjectKey, version: state.attempts.version, epoch: state.epoch },
        {
          device,
          replacedId,
          most: MOST_DEVICES,
          effects: {
            audit: [auditEvent(random, caller, 'trusted-device-added', now, { device: id, days })],
            messages: [await outboxMessage(ports, caller, { kind: 'trusted-device-added', at: now, until: endsAt })],
          },
        },
      )
      const text = sealDeviceCookie(keyedHash, subjectKey, { id, counter: 0, secret })
      return { settlement, answer: { text, endsAt } }
    })
  }
}

function wasJudgedByMethod({ enrolment, verifiedSession }: SubjectState, now: number): boolean {
  if (enrolment === null || verifiedSession === null) return false
  return verifiedSession.proof === enrolment.method && isWithin(verifiedSession.judgedAt, AFTER_CODE_MS, now)
}
