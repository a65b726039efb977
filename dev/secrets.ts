import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Secrets {
  portalSecret: string
  secondSecret: string
  exportsSecret: string
  runtimeSecret: string
  sessionSecret: string
  /** 32 bytes in base64. */
  twoFactorKey: string
  /** A private key for ES256, a JWK as JSON. */
  statementKey: string
}

/**
 * Reads the example's secrets, and makes those that are not there yet. Without them the stored second factors can't be
 * read, and statements no longer be verified.
 */
export function keepSecrets(file: string): Secrets {
  const kept: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const secrets: Secrets = {
    portalSecret: newSecret(),
    secondSecret: newSecret(),
    exportsSecret: newSecret(),
    runtimeSecret: newSecret(),
    sessionSecret: newSecret(),
    twoFactorKey: newSecret(),
    statementKey: newStatementKey(),
    ...kept,
  }
  if (Object.keys(secrets).every((name) => name in kept)) return secrets
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}

/** A new secret of 32 bytes, in base64. */
export const newSecret = (): string => randomBytes(32).toString('base64')

/** A new private key for ES256, a JWK as JSON. */
export function newStatementKey(): string {
  return JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }))
}
