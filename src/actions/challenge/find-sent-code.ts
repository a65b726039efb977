import type { Finding } from '../../domain/challenge/judge-code.js'
import { isSentCodeAlive, type SentCode, type SentCodePurpose } from '../../domain/challenge/sent-code.js'
import type { Identities, KeyedHash } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'

/**
 * Whether an answer is the code that this very login was sent last; null where none can be entered any more. With `to`
 * only a code counts that went there: a code proves the receipt at no other place.
 */
export async function findSentCode(
  ports: { store: Store; identities: Identities; keyedHash: KeyedHash },
  { login }: Caller,
  { purpose, to }: { purpose: SentCodePurpose; to?: string },
  code: string,
  now: number,
): Promise<{ finding: Finding; code: SentCode } | null> {
  const sent = await ports.store.sentCode(ports.identities.session(login), purpose)
  if (sent === null || !isSentCodeAlive(sent, now)) return null
  if (to !== undefined && !wentTo(ports.keyedHash, sent, to)) return null
  const isRight = ports.keyedHash.matches('sent-code', code, sent.hash)
  return { finding: { found: isRight ? 'match' : 'nothing' }, code: sent }
}

/** True where a code went to this address or number. */
export function wentTo(keyedHash: KeyedHash, { destination }: SentCode, to: string): boolean {
  return keyedHash.matches('destination', comparable(to), destination)
}

/** An address as its mailbox is counted, whatever the case it is written in. */
export function comparable(to: string): string {
  return to.toLowerCase()
}
