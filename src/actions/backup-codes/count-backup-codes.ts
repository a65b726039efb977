import type { Store } from '../../ports/store.js'
import type { Caller } from '../context.js'

/** How many of the caller's backup codes are unused. */
export function countBackupCodes(ports: { store: Store }) {
  return async ({ subject }: Caller): Promise<number> =>
    (await ports.store.backupCodes(subject.key)).filter(({ usedAt }) => usedAt === null).length
}
