import { TwoFactorError } from '../../errors.js'

/** The longest name of a device, in characters. */
export const LONGEST_DEVICE_NAME = 64

/**
 * The name that a person gives to a device, without blanks around it; null for an empty one, which takes the name away.
 * Throws `ERR_2FA_MALFORMED` for what is no text, is too long, or holds line breaks and other control characters.
 */
export function parseDeviceName(input: unknown): string | null {
  const name = typeof input === 'string' ? input.normalize('NFC').trim() : undefined
  if (
    name === undefined ||
    [...name].length > LONGEST_DEVICE_NAME ||
    /[\p{Cc}\u2028\u2029]|[\u202a-\u202e\u2066-\u2069]/u.test(name)
  ) {
    const cure = `a text of at most ${LONGEST_DEVICE_NAME} characters on one line.`
    throw new TwoFactorError('ERR_2FA_MALFORMED', `The field "name" must hold ${cure}`)
  }
  return name === '' ? null : name
}
