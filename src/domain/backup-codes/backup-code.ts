import { TwoFactorError } from '../../errors.js'

/** How many backup codes a person gets. */
export const BACKUP_CODE_COUNT = 10

/** 80 bits: 16 characters of five bits each, so that a stolen table of keyed hashes is of no use. */
export const BACKUP_CODE_BYTES = 10

/** How long the readable copy outlives its saving, so that a failed download can be repeated: ten minutes, in ms. */
export const READABLE_AFTER_SAVED_MS = 10 * 60_000

/** RFC 4648 section 6, in lower case: no 0, 1, 8 or 9 to be mistaken for letters. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** One of the ten, as the store keeps it. */
export interface BackupCode {
  readonly id: string
  /** The place among the ten, from 0. */
  readonly position: number
  /** The keyed hash, lowercase hex. */
  readonly hash: string
  /** The id of the key that made the hash. */
  readonly keyId: string
  /** The readable copy, sealed; null once it was erased. */
  readonly sealedCode: string | null
  readonly createdAt: number
  readonly usedAt: number | null
}

/** Ten random bytes as four groups of four base32 characters: `mfrg-gzdf-mztw-q2lk`. */
export function backupCodeFrom(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let code = ''
  for (let place = bytes.length * 8 - 5; place >= 0; place -= 5) code += ALPHABET[Number((bits >> BigInt(place)) & 31n)]
  return code.replace(/.{4}(?=.)/g, '$&-')
}

/**
 * The sixteen characters of a backup code as a person may type it: case, spaces, hyphens and full-width forms do not
 * matter. Throws `ERR_2FA_MALFORMED` for anything else; such input is never counted as a try.
 */
export function parseBackupCode(input: unknown): string {
  const text = typeof input === 'string' && input.length <= 128 ? input.normalize('NFKC') : ''
  const code = text.replace(/[\s\p{Pd}]/gu, '').toLowerCase()
  if (!/^[a-z2-7]{16}$/.test(code)) {
    throw new TwoFactorError('ERR_2FA_MALFORMED', 'The field "code" must hold the sixteen characters of a backup code.')
  }
  return code
}

/** True while the ten codes may be shown again: until they were saved, and ten minutes more. */
export function areBackupCodesReadable(savedAt: number | null, now: number): boolean {
  return savedAt === null || now < savedAt + READABLE_AFTER_SAVED_MS
}
