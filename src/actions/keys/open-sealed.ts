import { isTwoFactorError } from '../../errors.js'
import type { SealContext, Sealer } from '../../ports/crypto.js'
import type { SealedKind, SealedText } from '../../ports/key-store.js'

const PURPOSE = {
  enrolment: 'enrolment-secret',
  'pending-enrolment': 'pending-secret',
  'backup-code': 'backup-code',
  message: 'message',
} satisfies Record<SealedKind, SealContext['purpose']>

/** What a text of a kind is bound to. */
export function sealContext(kind: SealedKind, { subjectKey }: SealedText): SealContext {
  return { subjectKey, purpose: PURPOSE[kind] }
}

/** What is sealed; null where it cannot be opened. */
export async function openSealed(sealer: Sealer, kind: SealedKind, text: SealedText): Promise<string | null> {
  try {
    return await sealer.open(text.sealed, sealContext(kind, text))
  } catch (error) {
    if (isTwoFactorError(error) && error.code === 'ERR_2FA_SECRET_UNREADABLE') return null
    throw error
  }
}
