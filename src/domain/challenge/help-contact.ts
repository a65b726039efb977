/** Whom to ask where no code can be got. */
export interface HelpContact {
  readonly text: string
  /** A `mailto:` or `https:` link; null where the text is all there is. */
  readonly link: string | null
}

/** Reads a contact: a text such as `extension 4711`, or a `mailto:` or `https:` address, which becomes a link. */
export function helpContactOf(contact: string): HelpContact {
  const text = contact.trim()
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'mailto:') return { text: decoded(url.pathname), link: url.href }
  if (url?.protocol === 'https:')
    return { text: `${url.host}${url.pathname === '/' ? '' : url.pathname}`, link: url.href }
  return { text, link: null }
}

/** As it is where it is not well encoded, such as `100%@acme.example`: a contact must never stop a page. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
