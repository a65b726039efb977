import { isNeeded, type KeyUse } from '../../domain/keys/key-use.js'
import { TwoFactorError } from '../../errors.js'
import { type DropPorts, dropKey } from './drop-key.js'
import type { KeyWork } from './key-work.js'
import { type KeyRotation, rotateKeys } from './rotate-keys.js'

/** How a key is removed. */
export interface KeyRemoval extends KeyWork {
  /**
   * Whether people whose backup codes only this key finds get ten new ones and a mail; asked once, with their number.
   * Default: no.
   */
  readonly drop?: (use: KeyUse) => boolean | Promise<boolean>
}

/** What has been done before a key can be taken out of option `secretKeys`. */
export interface KeyRemoved extends KeyRotation {
  /** How many people got new backup codes. */
  readonly dropped: number
}

/**
 * Rotates, and makes sure that nothing is lost when this key is then taken out of option `secretKeys`. Throws
 * `ERR_2FA_CONFLICT` while something is, which says what and how to cure it, and for the first key; `ERR_2FA_NOT_FOUND`
 * for a key that is neither among the options nor needed.
 */
export function removeKey(ports: DropPorts) {
  const rotate = rotateKeys(ports)
  const drop = dropKey(ports)
  return async (keyId: string, { drop: mayDrop = () => false, ...work }: KeyRemoval = {}): Promise<KeyRemoved> => {
    if (keyId === ports.keys.first) throw conflict(keyId, 'seals', 'Put another key in front of it in every process.')
    const rotation = await rotate(work)
    const use = rotation.keys.find(({ id }) => id === keyId)
    if (use === undefined) {
      throw new TwoFactorError('ERR_2FA_NOT_FOUND', `There is no key ${JSON.stringify(keyId)}, and nothing needs one.`)
    }
    if (use.sealed > 0) throw stillSealed(use)
    if (!isNeeded(use)) return { ...rotation, dropped: 0 }
    if (!(await mayDrop(use))) {
      const what = `is needed for ${use.backupCodes} backup codes of ${use.people} people: there are hashes of them alone`
      throw conflict(
        keyId,
        what,
        'Leave it in option "secretKeys", or let these people get new codes and a mail: "drop", or --drop-codes on the command line.',
      )
    }
    const dropped = await drop(keyId, work)
    const after = await rotate(work)
    if (after.keys.some((key) => key.id === keyId && isNeeded(key))) {
      throw conflict(
        keyId,
        'has been used since',
        'Put another key in front of it in every process, and run this again.',
      )
    }
    return { ...after, resealed: rotation.resealed + after.resealed, dropped }
  }
}

/** Where the key is there, a process seals with it; where it is not, or is another one, nobody can put it under the first. */
function stillSealed({ id, role, sealed }: KeyUse): TwoFactorError {
  if (role === 'missing' || role === 'wrong') {
    const cure =
      role === 'missing' ? 'Put it back into option "secretKeys".' : 'Give it the key in "secretKeys" that it had then.'
    return conflict(id, `has sealed ${sealed} texts that nobody can open without it`, cure)
  }
  const cure = 'Put another key in front of it in every process, and run this again.'
  return conflict(id, `has sealed ${sealed} texts that are not under the first key yet`, cure)
}

function conflict(keyId: string, what: string, cure: string): TwoFactorError {
  return new TwoFactorError('ERR_2FA_CONFLICT', `The key ${JSON.stringify(keyId)} ${what}. ${cure}`)
}
