export type { Format, Moment } from './format.js'
export { type Locale, pickLocale, type Texts, textsFor } from './locale.js'
