import type { z } from 'zod'
import type { PageName } from './view.js'

/** One thing that can be asked of the router, as the OpenAPI document tells it. */
export interface Operation {
  readonly method: 'get' | 'post'
  /** Below the mount, as Express writes it: `/devices/:id/revoke`. */
  readonly path: string
  readonly summary: string
  /**
   * Who is answered: everybody; whoever is signed in; past the second step as the policy says; or that with a password and,
   * where a factor is active, a code of the last five minutes; or an administrator past the second step, whose code was
   * judged in the last five minutes where something is changed.
   */
  readonly who: 'everybody' | 'signed-in' | 'verified' | 'fresh' | 'administrator'
  /** What may stand behind the `?`. */
  readonly query?: z.ZodObject
  /** What a POST takes, as JSON or as a form. */
  readonly fields?: z.ZodObject
  /** The views it may answer; where none is named it answers `{ location, method }` alone. */
  readonly views?: readonly PageName[]
  /** True where a code is judged: a refused one answers its verdict. */
  readonly judges?: boolean
  /** What it answers where that is neither a view nor a location: a media type, and what it holds; null: nothing. */
  readonly file?: { readonly type: string; readonly holds: string } | null
}
