import { formatOf } from './format.js'

/** Dates and numbers in English. */
export const format = formatOf('en')

const rules = new Intl.PluralRules('en')

/** "1 try", "3 tries": the number with the form of the noun that goes with it. */
export function count(value: number, one: string, other: string): string {
  return `${format.number(value)} ${rules.select(value) === 'one' ? one : other}`
}
