import { z } from 'zod'
import type { TotpParameters } from './enrolment.js'

/** Why something of a person's in Keycloak is not taken over. */
export const NOT_TAKEN_REASONS = [
  'hotp',
  'further-device',
  'algorithm',
  'digits',
  'period',
  'secret',
  'recovery-codes',
  'security-key',
  'removed',
  'unreadable',
] as const

/** One reason why something of a person's in Keycloak is not taken over. */
export type NotTakenReason = (typeof NOT_TAKEN_REASONS)[number]

/** An authenticator app as Keycloak keeps it. */
export interface KeycloakOtp {
  /** `base32`: the secret as apps show it; `bytes`: what it is the base32 of. */
  readonly secret: { readonly base32: string } | { readonly bytes: Uint8Array }
  readonly totp: TotpParameters
  /** When it was set up there, in ms; null where the export does not say. */
  readonly createdAt: number | null
}

/** What a person of a realm export has as a second factor in Keycloak. */
export interface ExportedSecondFactor {
  readonly userId: string
  readonly otp: KeycloakOtp | null
  readonly notTaken: readonly NotTakenReason[]
}

const userSchema = z.looseObject({
  id: z.string().min(1),
  credentials: z
    .array(
      z
        .looseObject({
          type: z.string(),
          createdDate: z.number().nullable(),
          secretData: z.string(),
          credentialData: z.string(),
        })
        .partial(),
    )
    .default([]),
})

const secretSchema = z.looseObject({ value: z.string() })

const dataSchema = z.looseObject({
  subType: z.string(),
  digits: z.number(),
  period: z.number(),
  algorithm: z.string(),
  secretEncoding: z.string().nullish(),
})

const ALGORITHMS: Readonly<Record<string, TotpParameters['algorithm']>> = {
  HmacSHA1: 'sha1',
  HmacSHA256: 'sha256',
  HmacSHA512: 'sha512',
}

/** RFC 4226 section 4, R6: a shared secret has at least 128 bits. */
const SHORTEST_BYTES = 16

/** A code must change at least every two minutes (NIST SP 800-63B-4 section 3.1.4.1). In seconds. */
const LONGEST_PERIOD = 120

/** Kinds of credentials that are a second factor in Keycloak and can't be one here. */
const OTHERS: Readonly<Record<string, NotTakenReason>> = {
  'recovery-authn-codes': 'recovery-codes',
  webauthn: 'security-key',
}

/**
 * Reads a person of a realm export. Of several authenticator apps the first one is taken, which is the one that Keycloak
 * asks for. Null for what is no person.
 */
export function readExportedUser(exported: unknown): ExportedSecondFactor | null {
  const user = userSchema.safeParse(exported)
  if (!user.success) return null
  const notTaken: NotTakenReason[] = []
  let otp: KeycloakOtp | null = null
  for (const { type = '', createdDate, secretData, credentialData } of user.data.credentials) {
    const other = OTHERS[type]
    if (other !== undefined) notTaken.push(other)
    if (type !== 'otp') continue
    const read = readOtp(secretData, credentialData)
    if (typeof read === 'string') notTaken.push(read)
    else if (otp === null) otp = { ...read, createdAt: createdDate ?? null }
    else notTaken.push('further-device')
  }
  return { userId: user.data.id, otp, notTaken }
}

function readOtp(
  secretData: string | undefined,
  credentialData: string | undefined,
): Omit<KeycloakOtp, 'createdAt'> | NotTakenReason {
  const secret = secretSchema.safeParse(parsed(secretData))
  const data = dataSchema.safeParse(parsed(credentialData))
  if (!secret.success || !data.success) return 'unreadable'
  const { subType, digits, period, algorithm: name, secretEncoding } = data.data
  if (subType !== 'totp') return subType === 'hotp' ? 'hotp' : 'unreadable'
  const algorithm = ALGORITHMS[name]
  if (algorithm === undefined) return 'algorithm'
  if (digits !== 6 && digits !== 8) return 'digits'
  if (!Number.isInteger(period) || period < 1 || period > LONGEST_PERIOD) return 'period'
  const key = keyOf(secret.data.value, secretEncoding)
  return key === null ? 'secret' : { secret: key, totp: { algorithm, digits, periodSeconds: period } }
}

/** Keycloak's own secrets are texts whose bytes are the key; others are marked as base32. Null where it is too short. */
function keyOf(value: string, encoding: string | null | undefined): KeycloakOtp['secret'] | null {
  if (encoding === null || encoding === undefined) {
    const bytes = new TextEncoder().encode(value)
    return bytes.length < SHORTEST_BYTES ? null : { bytes }
  }
  const base32 = value.toUpperCase().replace(/[\s=-]/g, '')
  const isWhole = /^[A-Z2-7]+$/.test(base32) && (base32.length * 5) / 8 >= SHORTEST_BYTES
  return encoding === 'BASE32' && isWhole ? { base32 } : null
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '')
  } catch {
    return undefined
  }
}
