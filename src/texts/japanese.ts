import { formatOf } from './format.js'

/** Dates and numbers in Japanese, which has no plural forms. */
export const format = formatOf('ja')
