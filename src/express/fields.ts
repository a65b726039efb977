import type { Request } from 'express'
import type { z } from 'zod'
import { TwoFactorError } from '../errors.js'

/**
 * The fields of a posted form or JSON body, as a schema reads them; what it does not name is ignored. Throws
 * `ERR_2FA_MALFORMED` that names the field and what it must be, never what was sent.
 */
export function fieldsOf<Schema extends z.ZodObject>(req: Request, schema: Schema): z.output<Schema> {
  return read(req.body, schema)
}

/** What stands behind the `?`, in the same way. */
export function queryOf<Schema extends z.ZodObject>(req: Request, schema: Schema): z.output<Schema> {
  return read(req.query, schema)
}

function read<Schema extends z.ZodObject>(given: unknown, schema: Schema): z.output<Schema> {
  const isFields = typeof given === 'object' && given !== null && !Array.isArray(given)
  const { success, data, error } = schema.safeParse(isFields ? given : {})
  if (success) return data
  const faults = error.issues.map(({ path, message }) => `The field "${path.join('.')}" ${message}.`)
  throw new TwoFactorError('ERR_2FA_MALFORMED', faults.join(' '))
}
