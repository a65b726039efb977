import { isTrusted } from '../../domain/assess.js'
import { authenticationOf } from '../../domain/statements/authentication.js'
import { parseDocumentHash, type Statement } from '../../domain/statements/statement.js'
import { TwoFactorError } from '../../errors.js'
import type { Random, Signer } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'
import { auditEvent } from '../record.js'
import type { assessLogin, Evidence } from '../sign-in/assess-login.js'

/** What a statement is made for. */
export interface StatementPurpose {
  /** Whom the statement is for. */
  readonly audience: string
  /** The document it belongs to: `sha-256:` and 64 lowercase hex digits. */
  readonly documentHash?: string | undefined
}

/** What making a statement needs. */
export interface StatementPorts {
  readonly store: Pick<Store, 'addAuditEvent'>
  readonly random: Random
  /** Null where the application has no keys for it. */
  readonly signer: Signer | null
  /** The `iss` of statements. */
  readonly issuer: string
  readonly assessLogin: ReturnType<typeof assessLogin>
}

/**
 * States how a login was authenticated, signed, and noted in the audit log before it is handed out.
 *
 * Throws `ERR_2FA_SIGN_IN_REQUIRED` where the login would be asked for its second step: nothing is stated of half a
 * sign-in. `ERR_2FA_FORBIDDEN` for an administrator who acts as the person, `ERR_2FA_MALFORMED` for a hash that is none,
 * `ERR_2FA_CONFIGURATION` without keys.
 */
export function issueStatement(ports: StatementPorts) {
  return async (
    caller: Caller,
    evidence: Evidence,
    { audience, documentHash }: StatementPurpose,
  ): Promise<{ jws: string; statement: Statement }> => {
    const { signer, issuer, random, store } = ports
    if (signer === null) {
      throw new TwoFactorError('ERR_2FA_CONFIGURATION', 'Option "statementKeys" is missing; statement() needs it.')
    }
    const document = documentHash === undefined ? undefined : parseDocumentHash(documentHash)
    const { login, subject } = caller
    const { decision, verified, now } = await ports.assessLogin(login, subject, { by: 'policy' }, evidence)
    // Whoever is impersonated entered nothing, so that there is no time of entry either.
    if (decision.outcome === 'refuse' || login.authenticatedAt === null) {
      throw new TwoFactorError('ERR_2FA_FORBIDDEN', 'An administrator is signed in as this person; sign in yourself.')
    }
    if (decision.outcome !== 'allow') {
      throw new TwoFactorError(
        'ERR_2FA_SIGN_IN_REQUIRED',
        'The second step of this login is missing, or too long ago. Sign in again.',
      )
    }
    const statement: Statement = {
      iss: issuer,
      aud: audience,
      sub: subject.userId,
      realm: subject.issuer,
      jti: random.id(now),
      iat: Math.floor(now / 1000),
      auth_time: Math.floor(login.authenticatedAt / 1000),
      ...authenticationOf(login, verified?.proof ?? (isTrusted(decision) ? 'trusted-device' : null)),
      ...(document !== undefined && { document }),
    }
    const jws = await signer.sign(statement)
    const { jti, method } = statement
    const details = { jti, method, amr: statement.amr, ...(document !== undefined && { document }) }
    await store.addAuditEvent(auditEvent(random, caller, 'statement-issued', now, details))
    return { jws, statement }
  }
}
