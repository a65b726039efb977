interface WithDirection {
  readonly textInfo?: { readonly direction?: string }
  getTextInfo?(): { readonly direction?: string }
}

/** Which way a language is written. Engines tell it by a method or, the older ones, by a property. */
export function direction(locale: string): 'ltr' | 'rtl' {
  const language = new Intl.Locale(locale) as WithDirection
  return (language.getTextInfo?.() ?? language.textInfo)?.direction === 'rtl' ? 'rtl' : 'ltr'
}
