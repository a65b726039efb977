import { en } from './en.js'
import { ja } from './ja.js'

/** Every message, by topic: a string, or a function of named parameters. */
export type Texts = typeof en

const CATALOGUES = { en, ja } satisfies Record<string, Texts>

/** A language that there are texts for. */
export type Locale = keyof typeof CATALOGUES

/** The texts of a language; English where there are none for it. */
export function textsFor(locale: string | null): Texts {
  return CATALOGUES[pickLocale([locale])]
}

/**
 * The language to speak: the first candidate that there are texts for, then the best of `Accept-Language`, then English.
 *
 * Regions are no obstacle: `ja-JP` and `ja_JP` find `ja` (RFC 4647, section 3.4, lookup).
 */
export function pickLocale(candidates: readonly (string | null | undefined)[], acceptLanguage = ''): Locale {
  for (const candidate of [...candidates, ...languagesOf(acceptLanguage)]) {
    const language = candidate?.toLowerCase().split(/[-_.@]/, 1)[0]
    if (language !== undefined && isLocale(language)) return language
  }
  return 'en'
}

function isLocale(language: string): language is Locale {
  return Object.hasOwn(CATALOGUES, language)
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
