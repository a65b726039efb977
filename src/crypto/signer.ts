import { CompactSign } from 'jose'
import { STATEMENT_TYPE } from '../domain/statements/statement.js'
import type { Signer } from '../ports/crypto.js'
import type { StatementKeys } from './statement-keys.js'

/** Signs as compact JWS with ES256 (RFC 7515, RFC 7518 section 3.4), the key's `kid` and the statement's own `typ`. */
export function joseSigner({ first, publicKeys }: StatementKeys): Signer {
  return {
    jwks: { keys: publicKeys },
    sign: (statement) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(statement)))
        .setProtectedHeader({ alg: 'ES256', kid: first.kid, typ: STATEMENT_TYPE })
        .sign(first.privateKey),
  }
}
