/** What a mail shows, already in the person's language; text and HTML are made from it. */
export interface MailView {
  readonly locale: string
  readonly subject: string
  readonly greeting: string
  readonly text: string
  /** A code to be read and typed; null in notices. */
  readonly code: string | null
  /** When and from where. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** What to do, a paragraph each: if it was the person, and if it was not. */
  readonly advice: readonly string[]
  /** Null where there is nothing to open. */
  readonly link: { readonly label: string; readonly address: string } | null
  readonly footer: string
}
