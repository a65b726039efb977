import { en } from './en.js'
import { formatOf } from './format.js'
import { ja } from './ja.js'

/** Every message, by topic: a string, or a function of named parameters. */
export type Texts = typeof en

/** Some of the messages, in their places; what is missing is said as the texts beneath say it. */
export type PartialTexts = Laid<Texts>

type Laid<Value> = Value extends (...given: never[]) => unknown
  ? Value
  : Value extends readonly unknown[]
    ? Value
    : Value extends object
      ? { readonly [Key in keyof Value]?: Laid<Value[Key]> }
      : Value

/** The languages that are spoken, and which of them to whom. */
export interface Languages {
  /** The texts of a language; English where there are none for it. */
  textsFor(locale: string | null): Texts
  /**
   * The language to speak: the first candidate that there are texts for, then the best of `Accept-Language`, then English.
   *
   * Regions are no obstacle: `ja-JP` and `ja_JP` find `ja` (RFC 4647, section 3.4, lookup).
   */
  pick(candidates: readonly (string | null | undefined)[], acceptLanguage?: string): string
}

/** Longer ones name no language (RFC 5646, section 4.4.1), and take quadratic time to take apart. */
const LONGEST_TAG = 35

const BUILT_IN: ReadonlyMap<string, Texts> = new Map([
  ['en', en],
  ['ja', ja],
])

/**
 * English and Japanese, and what is laid over them: a further language over English, with its own dates and numbers, and
 * other words for a language that is there. `added` must be without `textFaults`.
 */
export function languages(added: Readonly<Record<string, PartialTexts>> = {}): Languages {
  const catalogues = new Map(BUILT_IN)
  for (const [name, texts] of Object.entries(added)) {
    const [tag = name] = Intl.getCanonicalLocales(name)
    const beneath = catalogues.get(tag) ?? { ...en, format: formatOf(tag) }
    catalogues.set(tag, laidOver(beneath, texts) as Texts)
  }
  /** By the whole tag, then by what is left of it without its last part. */
  const find = (wanted: string): string | undefined => {
    if (wanted.length > LONGEST_TAG) return undefined
    const parts = (wanted.split(/[.@]/, 1)[0] ?? '').toLowerCase().split(/[-_]/)
    for (; parts.length > 0; parts.pop()) {
      const found = [...catalogues.keys()].find((tag) => tag.toLowerCase() === parts.join('-'))
      if (found !== undefined) return found
    }
    return undefined
  }
  const pick: Languages['pick'] = (candidates, acceptLanguage = '') => {
    for (const candidate of [...candidates, ...languagesOf(acceptLanguage)]) {
      const found = candidate == null ? undefined : find(candidate)
      if (found !== undefined) return found
    }
    return 'en'
  }
  return { pick, textsFor: (locale) => catalogues.get(pick([locale])) ?? en }
}

function laidOver(beneath: unknown, above: unknown): unknown {
  if (above === undefined) return beneath
  if (!isTopic(beneath) || !isTopic(above)) return above
  return {
    ...beneath,
    ...Object.fromEntries(Object.entries(above).map(([key, text]) => [key, laidOver(beneath[key], text)])),
  }
}

/**
 * What is wrong with texts from outside: where, and what must be there. A gap is no fault; a text that nobody would say is
 * one, since it is a misspelt name.
 */
export function textFaults(added: unknown): { readonly path: readonly string[]; readonly message: string }[] {
  return isTopic(added) ? faultsBelow(en, added, []) : [{ path: [], message: 'must be an object of texts' }]
}

function faultsBelow(known: unknown, given: unknown, path: readonly string[]): ReturnType<typeof textFaults> {
  if (given === undefined) return []
  if (Array.isArray(known)) {
    const isAlike = Array.isArray(given) && given.length === known.length && given.every(isText)
    return isAlike ? [] : [{ path, message: `must be a list of ${known.length} texts` }]
  }
  if (isTopic(known)) {
    if (!isTopic(given)) return [{ path, message: `must be an object with some of: ${Object.keys(known).join(', ')}` }]
    return Object.entries(given).flatMap(([key, text]) =>
      Object.hasOwn(known, key)
        ? faultsBelow(known[key], text, [...path, key])
        : [{ path: [...path, key], message: `must not be there; there are: ${Object.keys(known).join(', ')}` }],
    )
  }
  if (typeof known === 'function') return typeof given === 'function' ? [] : [{ path, message: 'must be a function' }]
  return isText(given) ? [] : [{ path, message: 'must be a text' }]
}

function isTopic(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

/** The languages of an `Accept-Language` header, best first, without the ones of weight 0 (RFC 9110, section 12.5.4). */
function languagesOf(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { range, weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((first, second) => second.weight - first.weight)
    .map(({ range }) => range)
}
