import { type KeycloakLogin, type Subject, sameLogin } from '../../domain/sign-in/login.js'
import { judgeTrust, type Trust, type TrustNote } from '../../domain/trusted-devices/judge-trust.js'
import type { Store } from '../../ports/store.js'
import { type PasswordPorts, readPasswordSetAt } from './read-password-set-at.js'

/**
 * The trust that a session's note stands for: null where the note is of another login, or its device has ended. To be
 * called after the subject's state was read: what ends a device later then raises an epoch that is known already.
 */
export function findTrust(ports: PasswordPorts & { readonly store: Store }) {
  return async (
    note: TrustNote | undefined,
    of: { login: KeycloakLogin; subject: Subject; days: number; now: number },
  ): Promise<Trust | null> => {
    const { login, subject, days, now } = of
    if (note === undefined || days <= 0 || !sameLogin(note, login)) return null
    const device = await ports.store.trustedDevice(subject.key, note.deviceId)
    if (device === null) return null
    const passwordSetAt = await readPasswordSetAt(ports, login.userId)
    return judgeTrust(note, { login, device, days, passwordSetAt, unreadablePassword: ports.unreadablePassword, now })
  }
}
