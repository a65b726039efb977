/** What every page shows around its own content. */
export interface Frame {
  /** The application's name, option `name`. */
  readonly application: string
  /** The person's display name; null where it is not known. */
  readonly person: string | null
  /** The person's language, one that there are texts for. */
  readonly locale: string
  /** IANA name of the zone that times are shown in; null: the reader's own is not known, UTC is shown and named. */
  readonly timeZone: string | null
  /** The database's time in ms when the page was made: a wait is counted from it, not from the browser's clock. */
  readonly now: number
  /** The path under which `router()` is mounted, without a trailing slash. */
  readonly base: string
  /** The application's own start, for "Back to …". */
  readonly home: string
  /** The hidden field `_csrf` of every form. */
  readonly csrfToken: string
}
