import { z } from 'zod'

/** What a schema describes, as pages and routes read it: nothing of it can be changed. */
export type Shown<Schema extends z.ZodType> = Immutable<z.output<Schema>>

type Immutable<Value> = Value extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
    : Value

/** A moment, in ms since the epoch, by the database's clock. */
export const moment = (description: string) => z.int().describe(`${description}; ms since the epoch`)
