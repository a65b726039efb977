import { TwoFactorError } from '../errors.js'

/** What an option must be: a check, and the rule in words. */
export type OptionCheck = readonly [accepts: (value: unknown) => boolean, rule: string]

/**
 * Checks options once. Throws `ERR_2FA_CONFIGURATION` that names each one that is unknown, missing or wrong; no value is
 * in the message, since it may be a secret.
 */
export function checkSmsOptions(
  name: string,
  checks: Readonly<Record<string, OptionCheck>>,
  required: readonly string[],
  options: unknown,
): void {
  const given = (typeof options === 'object' && options !== null ? options : {}) as Record<string, unknown>
  const unknown = Object.keys(given).filter((option) => !Object.hasOwn(checks, option))
  const faults = [
    ...unknown.map((option) => `"${option}" is not known; options are ${Object.keys(checks).join(', ')}.`),
    ...Object.entries(checks).flatMap(([option, [accepts, rule]]) => {
      if (given[option] === undefined) return required.includes(option) ? [`"${option}" is missing; it ${rule}.`] : []
      return accepts(given[option]) ? [] : [`"${option}" ${rule}.`]
    }),
  ]
  if (faults.length > 0)
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `${name}(): option ${faults.join(' Option ')}`)
}

/** True for a text that is not empty. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
