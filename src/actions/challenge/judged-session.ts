import { type Proof, VERIFIED_MS } from '../../domain/sign-in/mark.js'
import type { Identities } from '../../ports/crypto.js'
import type { VerifiedSession } from '../../ports/store.js'
import type { Caller } from '../context.js'

/** The verified session that a code judged now earns for the caller's Keycloak login. */
export function judgedSession(identities: Identities, caller: Caller, proof: Proof, judgedAt: number): VerifiedSession {
  return {
    key: identities.session(caller.login),
    subjectKey: caller.subject.key,
    keycloakSession: identities.keycloakSession(caller.login),
    proof,
    judgedAt,
    endsAt: judgedAt + VERIFIED_MS,
  }
}
