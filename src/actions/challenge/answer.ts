import type { Verdict } from '../../domain/challenge/judge-code.js'
import type { Mark } from '../../domain/sign-in/mark.js'

/** Every verdict but `accepted`. */
export type Refused = Exclude<Verdict, { outcome: 'accepted' }>

/** A verdict that was committed, with the mark it earned where it is `accepted`. */
export type Answer =
  | { readonly verdict: Extract<Verdict, { outcome: 'accepted' }>; readonly mark: Mark }
  | { readonly verdict: Refused }
