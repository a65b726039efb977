import type { Texts } from '../texts/index.js'
import type { Frame } from '../views/frame.js'

/** A view with the texts of its language, which the pages that come with the library speak. */
export type Spoken<View extends Frame> = View & { readonly texts: Texts }
