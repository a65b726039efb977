import { z } from 'zod'
import { TwoFactorError } from '../../errors.js'
import { AMR_VALUES, FIRST_STEPS, SECOND_STEPS } from './authentication.js'

/** The `typ` of a statement's JWS (RFC 8725 section 3.11): no other token of this application passes for one. */
export const STATEMENT_TYPE = 'two-factor-statement+jwt'

const text = z.string().min(1)
const seconds = z.int().nonnegative()

const schema = z
  .object({
    /** Option `url` of the application that made the statement; its keys are at `/jwks` below it. */
    iss: text,
    /** Whom the statement is for, as the application named it. */
    aud: text,
    /** Keycloak's user id. */
    sub: text,
    /** The issuer of the Keycloak realm in which `sub` is the person. */
    realm: text,
    /** The statement's own id, which the audit log has too. */
    jti: text,
    /** When the statement was made, in seconds since 1970. */
    iat: seconds,
    /** When something was last entered at Keycloak, in seconds since 1970. */
    auth_time: seconds,
    /** Registered values alone (RFC 8176 section 2); `mfa` only where a second factor was proved. */
    amr: z.array(z.enum(AMR_VALUES)).readonly(),
    /** How the login was authenticated, in one word. */
    method: z.enum([...SECOND_STEPS, ...FIRST_STEPS]),
    /** The alias of the identity provider, where the person came through one. */
    provider: text.exactOptional(),
    /** `sha-256:` and 64 lowercase hex digits: the document that the statement belongs to. */
    document: text.exactOptional(),
  })
  .readonly()

/**
 * What a statement says: the claims of its JWS. It has no end, since it is kept with what was agreed on; whoever takes it
 * as a proof of being signed in now must judge `iat`.
 */
export type Statement = z.output<typeof schema>

/** Reads the claims of a JWS whose signature was checked. Throws `ERR_2FA_MALFORMED` where they are none of ours. */
export function readStatement(claims: unknown): Statement {
  const { success, data, error } = schema.safeParse(claims)
  if (success) return data
  const names = error.issues.map(({ path }) => path.join('.')).filter((name) => name !== '')
  const cause = names.length > 0 ? ` Missing or wrong: ${[...new Set(names)].join(', ')}.` : ''
  throw new TwoFactorError('ERR_2FA_MALFORMED', `These are not the claims of a statement.${cause}`)
}

/** Checks a document's hash, `sha-256:` and 64 lowercase hex digits. Throws `ERR_2FA_MALFORMED` for anything else. */
export function parseDocumentHash(input: unknown): string {
  if (typeof input === 'string' && /^sha-256:[0-9a-f]{64}$/.test(input)) return input
  throw new TwoFactorError(
    'ERR_2FA_MALFORMED',
    'The hash of the document must be "sha-256:" and 64 lowercase hex digits; hash the document itself with SHA-256.',
  )
}
