import type { InvitationStore } from '../../ports/invitation-store.js'
import type { Database } from '../database.js'
import { writeEffects } from '../effects.js'
import { insertOnce } from '../insert-once.js'
import { integer } from '../row.js'
import { INVITATION, type InvitationRow } from './invitation-row.js'

const DISMISSED = `SELECT dismissed_at FROM ${INVITATION} WHERE subject_key = ?`

export function invitationStore(database: Database): InvitationStore {
  return {
    invitationDismissedAt: (subjectKey) =>
      database.ask(async (on) => {
        const [row] = await on.rows(DISMISSED, [subjectKey])
        return row === undefined ? null : integer(row, 'dismissed_at')
      }),

    async dismissInvitation(subjectKey, { dismissedAt, effects }) {
      const row = { subject_key: subjectKey, dismissed_at: dismissedAt } satisfies InvitationRow
      const settlement = await database.transaction(async (on) => {
        if (!(await insertOnce(on, INVITATION, { ...row }))) return 'moved'
        await writeEffects(on, effects)
        return 'settled'
      })
      return settlement === 'settled'
    },
  }
}
