import { z } from 'zod'
import { checked } from './checked-options.js'
import type { Demand } from './domain/assess.js'
import { type StatementOptions, statementOptions } from './domain/statements/statement-options.js'
import { duration, path } from './option-values.js'

const enforceSchema = z.strictObject({
  except: z
    .array(
      path.regex(/^\/.*[^/]$/, 'must be a path below the root and without a slash at its end, such as "/health"'),
      {
        error: 'must be a list of paths, such as ["/health"]',
      },
    )
    .default([]),
})

const requiredSchema = z.strictObject({
  within: duration.refine((length) => length > 0, 'must be longer than nothing').optional(),
  tenant: z.string('must be the alias or id of a tenant').min(1, 'must be the alias or id of a tenant').optional(),
})

const startSchema = z.strictObject({
  policies: duration.refine((length) => length >= 10_000, 'must be at least "10s"').optional(),
})

/** Checks the options of `statement()`. Throws `ERR_2FA_CONFIGURATION`. */
export function checkStatementOptions(options: unknown): StatementOptions {
  return checked(statementOptions, options)
}

/** Checks the options of `enforce()`. Throws `ERR_2FA_CONFIGURATION`. */
export function checkEnforceOptions(options: unknown): z.output<typeof enforceSchema> {
  return checked(enforceSchema, options)
}

/** Checks the options of `start()`; `policies` comes back in ms. Throws `ERR_2FA_CONFIGURATION`. */
export function checkStartOptions(options: unknown): z.output<typeof startSchema> {
  return checked(startSchema, options)
}

/** Checks the options of `required()`, and gives what the route asks. Throws `ERR_2FA_CONFIGURATION`. */
export function requiredDemand(options: unknown): Demand {
  const { within, tenant } = checked(requiredSchema, options)
  // A tenant's policy says itself what it asks of its members.
  if (tenant !== undefined && within === undefined) return { by: 'policy', tenant }
  return { by: 'route', withinMs: within ?? null, ...(tenant !== undefined && { tenant }) }
}
