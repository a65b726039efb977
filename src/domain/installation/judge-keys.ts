import type { KeyUse } from '../keys/key-use.js'
import { error, type Finding, warning } from './finding.js'

/** Judges what each key of option `secretKeys` still holds. */
export function judgeKeys(keys: readonly KeyUse[]): Finding[] {
  return keys.flatMap(({ id, role, sealed, backupCodes }) => {
    if (role === 'wrong') {
      const cure = 'Give it the same key here as in the application, and as at the time when it sealed.'
      return [error(`The key "${id}" of option "secretKeys" does not open what is sealed with it.`, cure)]
    }
    if (role === 'seals' || sealed + backupCodes === 0) return []
    const holds = `${sealed} sealed texts and ${backupCodes} backup codes`
    if (role === 'missing') {
      const cure = 'Put it back into option "secretKeys", then run keys rotate.'
      return [error(`The key "${id}" is missing, and ${holds} can be read with it alone.`, cure)]
    }
    return sealed > 0 ? [warning(`The old key "${id}" still holds ${holds}.`, 'Run keys rotate.')] : []
  })
}
