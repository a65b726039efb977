const STATUS_OF_CODE = {
  ERR_2FA_MALFORMED: 400,
  ERR_2FA_SIGN_IN_REQUIRED: 401,
  ERR_2FA_FORBIDDEN: 403,
  ERR_2FA_NOT_FOUND: 404,
  ERR_2FA_CONFLICT: 409,
  ERR_2FA_POLICY_INVALID: 422,
  ERR_2FA_CONFIGURATION: 500,
  ERR_2FA_SECRET_UNREADABLE: 500,
  ERR_2FA_DIRECTORY: 502,
  ERR_2FA_MAIL: 502,
  ERR_2FA_SMS: 502,
  ERR_2FA_STORE: 503,
} as const

/** The stable code of a thrown error; the README has an anchor for each. */
export type TwoFactorErrorCode = keyof typeof STATUS_OF_CODE

/** What the browser may see: everything the person or the client caused. Causes on our side stay in the log. */
const EXPOSED = new Set<TwoFactorErrorCode>([
  'ERR_2FA_MALFORMED',
  'ERR_2FA_SIGN_IN_REQUIRED',
  'ERR_2FA_FORBIDDEN',
  'ERR_2FA_NOT_FOUND',
  'ERR_2FA_CONFLICT',
  'ERR_2FA_POLICY_INVALID',
])

/**
 * Every error this library throws on purpose.
 *
 * `message` names the thing and the cure, and never holds a secret, a code or an address.
 * `expose` tells whether the message may be shown to the browser; where it is false it is for the log alone.
 */
export class TwoFactorError extends Error {
  readonly code: TwoFactorErrorCode
  readonly status: number
  readonly expose: boolean
  /** Of `ERR_2FA_MAIL` and `ERR_2FA_SMS`: this recipient was refused; messages to others go out. */
  readonly recipientRefused: boolean
  /** Of `ERR_2FA_POLICY_INVALID`: the fields of the policy that are refused, such as `trustedDevices.days`. */
  readonly fields: readonly string[]

  constructor(
    code: TwoFactorErrorCode,
    message: string,
    options?: { cause?: unknown; recipientRefused?: boolean; fields?: readonly string[] },
  ) {
    super(`${message} See README.md#${code.toLowerCase()}`, options)
    this.name = 'TwoFactorError'
    this.code = code
    this.status = STATUS_OF_CODE[code]
    this.expose = EXPOSED.has(code)
    this.recipientRefused = options?.recipientRefused ?? false
    this.fields = options?.fields ?? []
  }
}

/** True for errors thrown by this library, also when two copies of it are installed side by side. */
export function isTwoFactorError(error: unknown): error is TwoFactorError {
  return (
    error instanceof Error &&
    error.name === 'TwoFactorError' &&
    'code' in error &&
    Object.hasOwn(STATUS_OF_CODE, String(error.code))
  )
}
