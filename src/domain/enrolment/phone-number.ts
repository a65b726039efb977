import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/mobile'

/** Which numbers are taken. */
export interface PhoneNumberRules {
  /** The country of numbers without an international prefix, by ISO 3166; null: they are not taken. */
  readonly country: string | null
  /** What numbers must begin with, such as `+81`; null: anything. */
  readonly prefixes: readonly string[] | null
}

/** A number in the form of E.164, `+819012345678`; or why it is not taken. */
export type ParsedPhoneNumber = { readonly number: string } | { readonly refused: 'malformed' | 'not-allowed' }

/**
 * Reads a number as a person may type it: spaces, hyphens, brackets and full-width digits are accepted. Only numbers of
 * mobile telephones that can exist are taken, since others receive no SMS, or make whoever answers them rich.
 */
export function parsePhoneNumber(input: unknown, { country, prefixes }: PhoneNumberRules): ParsedPhoneNumber {
  const text = typeof input === 'string' && input.length <= 64 ? input.normalize('NFKC').trim() : ''
  const parsed = parsePhoneNumberFromString(text, {
    ...(isCountry(country) && { defaultCountry: country }),
    // Nothing is picked out of a longer text.
    extract: false,
  })
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isValid()) return { refused: 'malformed' }
  const { number } = parsed
  const isAllowed = prefixes === null || prefixes.some((prefix) => number.startsWith(prefix))
  return isAllowed ? { number } : { refused: 'not-allowed' }
}

/** A number as its owner recognises it and nobody else learns it: `+81 ••••78`. */
export function maskedPhoneNumber(number: string): string {
  const code = parsePhoneNumberFromString(number)?.countryCallingCode
  return `${code === undefined ? '' : `+${code} `}••••${number.slice(-2)}`
}

/** True for a country that numbers are known of, such as `JP`. */
export function isCountry(country: string | null): country is CountryCode {
  return country !== null && isSupportedCountry(country)
}
