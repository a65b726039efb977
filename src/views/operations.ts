import { administrationOperations } from './administration/operations.js'
import { backupCodeOperations } from './backup-codes/operations.js'
import { challengeOperations } from './challenge/operations.js'
import { enrolmentOperations } from './enrolment/operations.js'
import { linkedAccountOperations } from './linked-accounts/operations.js'
import type { Operation } from './operation.js'
import { signInOperations } from './sign-in/operations.js'
import { trustedDeviceOperations } from './trusted-devices/operations.js'

const files: readonly Operation[] = [
  {
    method: 'get',
    path: '/jwks',
    summary: 'The public keys that statements are verified with (RFC 7517)',
    who: 'everybody',
    file: { type: 'application/jwk-set+json', holds: 'A JWK set' },
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    who: 'everybody',
    file: { type: 'application/json', holds: 'An OpenAPI 3.1 document' },
  },
  {
    method: 'get',
    path: '/assets/style.css',
    summary: 'The style sheet of the pages',
    who: 'everybody',
    file: { type: 'text/css', holds: 'The style sheet' },
  },
  {
    method: 'get',
    path: '/assets/comfort.js',
    summary: 'The script of the pages',
    who: 'everybody',
    file: { type: 'text/javascript', holds: 'The script' },
  },
]

/** Everything that the router answers, by topic; a test holds it against the router. */
export const OPERATIONS: Readonly<Record<string, readonly Operation[]>> = {
  challenge: challengeOperations,
  enrolment: enrolmentOperations,
  'backup-codes': backupCodeOperations,
  'trusted-devices': trustedDeviceOperations,
  'linked-accounts': linkedAccountOperations,
  'sign-in': signInOperations,
  administration: administrationOperations,
  files,
}
