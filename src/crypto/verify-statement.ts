import {
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWSHeaderParameters,
} from 'jose'
import { parseDocumentHash, readStatement, STATEMENT_TYPE, type Statement } from '../domain/statements/statement.js'
import { TwoFactorError } from '../errors.js'

/** What a statement is held against. */
export interface VerifyStatementOptions {
  /** Option `url` of the application that made it; needed unless `jwks` is given. Where given, it must be the statement's `iss`. */
  readonly url?: string
  /** What was at `/jwks` below `url`. Without it, it is fetched there each time. */
  readonly jwks?: { readonly keys: readonly object[] }
  /** Whom the statement must be for. */
  readonly audience: string
  /** The document that it must belong to: `sha-256:` and 64 lowercase hex digits. */
  readonly documentHash?: string
}

const NAMES = ['url', 'jwks', 'audience', 'documentHash']
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** What jose throws where the JWS itself is at fault, and not the keys it is held against. */
const REFUSALS = [
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWSSignatureVerificationFailed,
]

/**
 * Verifies a statement and returns what it says. Needs no `createTwoFactor`, so whoever keeps a statement can call it.
 * Where the statement names a document and `documentHash` is left out, compare `document` yourself.
 *
 * Throws `ERR_2FA_MALFORMED` for what is no statement, `ERR_2FA_FORBIDDEN` for one that was changed, is signed by another
 * key, or is another application's, another audience's or another document's, and `ERR_2FA_CONFIGURATION` for wrong
 * options and where the keys cannot be fetched.
 */
export async function verifyStatement(jws: string, options: VerifyStatementOptions): Promise<Statement> {
  const { issuer, keys, audience, document } = checked(options)
  if (headerOf(jws).typ !== STATEMENT_TYPE) throw malformed(`Its "typ" is not "${STATEMENT_TYPE}".`)
  const payload = await compactVerify(jws, keys, { algorithms: ['ES256'] }).then(
    (verified) => verified.payload,
    (error: unknown) => {
      throw refusalOf(error)
    },
  )
  const statement = readStatement(parsed(payload))
  if (issuer !== undefined && statement.iss !== issuer) throw forbidden('was made by another application.')
  if (statement.aud !== audience) throw forbidden('is for another audience.')
  if (document !== undefined && statement.document !== document)
    throw forbidden('belongs to another document, or none.')
  return statement
}

function checked(options: VerifyStatementOptions) {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw misconfigured(`does not know "${unknown}". It knows: ${NAMES.join(', ')}.`)
  const { url, jwks, audience } = options
  if (typeof audience !== 'string' || audience === '') {
    throw misconfigured('needs "audience": whom the statement must be for.')
  }
  const issuer = url === undefined ? undefined : issuerOf(url)
  // A hash that got lost on the way must not turn into no check at all.
  const document = 'documentHash' in options ? parseDocumentHash(options.documentHash) : undefined
  return { issuer, keys: keysOf(issuer, jwks), audience, document }
}

function issuerOf(url: string): string {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' }
  if (protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.has(hostname))) return url.replace(/\/$/, '')
  throw misconfigured('needs "url" to be an address that begins with https:// (http:// is for localhost alone).')
}

function keysOf(issuer: string | undefined, jwks: VerifyStatementOptions['jwks']) {
  if (jwks === undefined) {
    if (issuer === undefined) throw misconfigured('needs "url" or "jwks".')
    return createRemoteJWKSet(new URL(`${issuer}/jwks`))
  }
  try {
    return createLocalJWKSet(structuredClone(jwks) as unknown as Parameters<typeof createLocalJWKSet>[0])
  } catch (cause) {
    throw misconfigured('needs "jwks" to be what is at /jwks: { keys: [...] }.', cause)
  }
}

function headerOf(jws: string): JWSHeaderParameters {
  try {
    return decodeProtectedHeader(jws)
  } catch (cause) {
    throw malformed('It is no compact JWS.', cause)
  }
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload))
  } catch (cause) {
    throw malformed('Its payload is no JSON.', cause)
  }
}

function refusalOf(error: unknown): TwoFactorError {
  if (error instanceof errors.JWSInvalid) return malformed('It is no compact JWS.', error)
  if (REFUSALS.some((kind) => error instanceof kind)) {
    return forbidden('was changed, or none of the keys signed it.', error)
  }
  return misconfigured('cannot use the keys: is "url" where router() is mounted, and can it be reached?', error)
}

function malformed(why: string, cause?: unknown): TwoFactorError {
  return new TwoFactorError('ERR_2FA_MALFORMED', `This is not a statement. ${why}`, { cause })
}

function forbidden(why: string, cause?: unknown): TwoFactorError {
  return new TwoFactorError('ERR_2FA_FORBIDDEN', `The statement ${why}`, { cause })
}

function misconfigured(what: string, cause?: unknown): TwoFactorError {
  return new TwoFactorError('ERR_2FA_CONFIGURATION', `verifyStatement() ${what}`, { cause })
}
