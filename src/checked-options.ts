import { z } from 'zod'
import { TwoFactorError } from './errors.js'

/** The options as a schema reads them. Throws `ERR_2FA_CONFIGURATION` that names each fault and what must be there. */
export function checked<Shape extends z.ZodObject>(schema: Shape, options: unknown): z.output<Shape> {
  const { success, data, error } = schema.safeParse(options, { reportInput: true })
  if (success) return data
  throw new TwoFactorError('ERR_2FA_CONFIGURATION', error.issues.map((issue) => describe(schema, issue)).join(' '))
}

function describe(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.')
  const names = optionsAt(schema, issue.path).join(', ')
  if (at === '' && issue.code === 'invalid_type') return `The options must be an object; it may have: ${names}.`
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map((key) => `Option "${[...issue.path, key].join('.')}" is not known. Options are: ${names}.`)
      .join(' ')
  }
  if (issue.input === undefined)
    return `Option "${at}" is missing${issue.message.startsWith('must') ? `; it ${issue.message}` : ''}.`
  return `Option "${at}" ${issue.message.startsWith('must') ? issue.message : `is not valid: ${issue.message}`}.`
}

/** The names that an object somewhere in the options may have. */
function optionsAt(schema: z.ZodObject, place: readonly PropertyKey[]): readonly string[] {
  let at: unknown = schema
  for (const part of place) {
    at = unwrapped(at)
    at = at instanceof z.ZodArray ? at.element : at instanceof z.ZodObject ? at.shape[String(part)] : undefined
  }
  at = unwrapped(at)
  return at instanceof z.ZodObject ? Object.keys(at.shape) : []
}

function unwrapped(schema: unknown): unknown {
  const wrapped = schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
  return wrapped ? unwrapped(schema.unwrap()) : schema
}
