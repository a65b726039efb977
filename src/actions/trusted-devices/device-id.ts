import { TwoFactorError } from '../../errors.js'

/** The id of a device, from an address. Throws `ERR_2FA_NOT_FOUND` for what is none. */
export function parseDeviceId(input: unknown): string {
  if (typeof input === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(input)) return input
  throw noSuchDevice()
}

/** Another person's device is as unknown as one that never was. */
export function noSuchDevice(): TwoFactorError {
  return new TwoFactorError('ERR_2FA_NOT_FOUND', 'There is no such trusted browser; it may have been revoked already.')
}
