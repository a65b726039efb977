import { TwoFactorError } from '../../errors.js'

/**
 * The digits of a code as a person may type or paste it: spaces, hyphens and full-width digits are accepted.
 *
 * Throws `ERR_2FA_MALFORMED` for anything that is not exactly `digits` digits; such input is never counted as a try.
 */
export function parseCode(input: unknown, digits: number): string {
  // NFKC turns full-width digits, which Japanese keyboards produce, into ASCII ones.
  const code =
    typeof input === 'string' && input.length <= 64 ? input.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '') : ''
  if (code.length !== digits || !/^[0-9]+$/.test(code)) {
    throw new TwoFactorError('ERR_2FA_MALFORMED', `The field "code" must hold the ${digits} digits of the code.`)
  }
  return code
}
