import { bypassCodeIn } from '../../domain/administration/bypass-code.js'
import type { Caller } from '../context.js'
import type { Answer } from './answer.js'
import { verifyBackupCode } from './verify-backup-code.js'
import { verifyBypassCode } from './verify-bypass-code.js'

/** Judges a backup code or a bypass code, whichever it looks like, on the count that they share. Errors as `verifyCode`. */
export function verifyRecoveryCode(ports: Parameters<typeof verifyBackupCode>[0]) {
  const backup = verifyBackupCode(ports)
  const bypass = verifyBypassCode(ports)
  return (caller: Caller, input: unknown): Promise<Answer> => {
    const code = bypassCodeIn(input)
    return code === null ? backup(caller, input) : bypass(caller, code)
  }
}
