import type { Statement } from '../../src/domain/statements/statement.js'
import { NOON } from './sample-login.js'

/** What a code from fred's authenticator app earns, for the archive. */
export const STATEMENT: Statement = {
  iss: 'https://portal.acme.example/two-factor',
  aud: 'https://archive.example',
  sub: 'b3c1f1f0-0000-4000-8000-00000000f4ed',
  realm: 'https://id.example/realms/acme',
  jti: '019a9f00-0000-7000-8000-000000000001',
  iat: NOON / 1000 + 60,
  auth_time: NOON / 1000,
  amr: ['pwd', 'otp', 'mfa'],
  method: 'totp',
  document: `sha-256:${'0a'.repeat(32)}`,
}
