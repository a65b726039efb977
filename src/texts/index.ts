export { direction } from './direction.js'
export { type Format, formatOf, type Moment } from './format.js'
export { type Languages, languages, type PartialTexts, type Texts, textFaults } from './languages.js'
