import { z } from 'zod'

/** What `statement()` is told. */
export interface StatementOptions {
  /** Whom the statement is for: the name or address of whoever will verify it. */
  readonly audience: string
  /** The document that the statement belongs to: `sha-256:` and the 64 lowercase hex digits of its SHA-256. */
  readonly documentHash?: string
  /** The language of the text; default the login's, then the browser's. */
  readonly locale?: string
}

/** `StatementOptions`; whether the hash is one is judged by `parseDocumentHash`, as it comes from a document. */
export const statementOptions = z.strictObject({
  audience: z.string('must be a text: whom the statement is for').min(1, 'must not be empty'),
  documentHash: z.string('must be "sha-256:" and 64 lowercase hex digits').exactOptional(),
  locale: z.string('must be a language, such as "ja"').exactOptional(),
})
