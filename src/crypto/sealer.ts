import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { TwoFactorError } from '../errors.js'
import type { SealContext, Sealer } from '../ports/crypto.js'
import type { SecretKeys } from './secret-keys.js'

/**
 * Seals as compact JWE, `dir` with `A256GCM` (RFC 7516, RFC 7518 section 5.3), a key by HKDF per purpose, and the key id
 * as `kid`. Subject and purpose stand in the protected header, which GCM authenticates, and are compared on opening.
 */
export function joseSealer(keys: SecretKeys): Sealer {
  const imported = new Map<string, Promise<CryptoKey>>()

  /** Imported once for each key and purpose: jose would do so at every call, which costs more than the cipher. */
  function keyFor(id: string, context: SealContext): Promise<CryptoKey> {
    const name = `${id}\n${context.purpose}`
    const known = imported.get(name)
    if (known !== undefined) return known
    const bytes = keys.derive(id, `seal ${context.purpose}`)
    if (bytes === undefined) {
      throw unreadable(
        context,
        `it was sealed with key ${JSON.stringify(id)}, which is not in "secretKeys"; put it back.`,
      )
    }
    const key = crypto.subtle.importKey('raw', Uint8Array.from(bytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
    imported.set(name, key)
    return key
  }
  return {
    async seal(text, context) {
      const key = await keyFor(keys.first, context)
      return new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({
          alg: 'dir',
          enc: 'A256GCM',
          kid: keys.first,
          sub: context.subjectKey,
          use: context.purpose,
        })
        .encrypt(key)
    },
    async open(sealed, context) {
      try {
        const { kid } = decodeProtectedHeader(sealed)
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, await keyFor(String(kid), context), {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        if (protectedHeader.sub !== context.subjectKey || protectedHeader.use !== context.purpose) {
          throw unreadable(context, 'it belongs to somebody or something else.')
        }
        return new TextDecoder().decode(plaintext)
      } catch (error) {
        if (error instanceof TwoFactorError) throw error
        throw unreadable(context, 'its key is another one, or it was changed.', error)
      }
    },
    keyIdOf(sealed) {
      try {
        return decodeProtectedHeader(sealed).kid ?? null
      } catch {
        return null
      }
    },
  }
}

function unreadable(context: SealContext, why: string, cause?: unknown): TwoFactorError {
  return new TwoFactorError('ERR_2FA_SECRET_UNREADABLE', `A sealed ${context.purpose} cannot be opened: ${why}`, {
    cause,
  })
}
