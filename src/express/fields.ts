import type { Request } from 'express'
import type { z } from 'zod'
import { TwoFactorError } from '../errors.js'

/**
 * The fields of a posted form or JSON body, as a schema reads them; what it does not name is ignored. Throws
 * `ERR_2FA_MALFORMED` that names the field and what it must be, never what was sent.
 */
export function fieldsOf<Schema extends z.ZodObject>(req: Request, schema: Schema): z.output<Schema> {
  const body: unknown = req.body
  const isFields = typeof body === 'object' && body !== null && !Array.isArray(body)
  const { success, data, error } = schema.safeParse(isFields ? body : {})
  if (success) return data
  const faults = error.issues.map(({ path, message }) => `The field "${path.join('.')}" ${message}.`)
  throw new TwoFactorError('ERR_2FA_MALFORMED', faults.join(' '))
}
