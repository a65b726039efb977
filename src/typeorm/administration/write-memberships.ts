import { type Connection, marks } from '../database.js'
import { insertOnce } from '../insert-once.js'
import { text } from '../row.js'
import { MEMBERSHIP } from './membership-row.js'

/** Makes the tenants of a person those that are given; mostly they are so already, and nothing is written. */
export async function writeMemberships(on: Connection, subjectKey: string, tenants: readonly string[]): Promise<void> {
  const rows = await on.rows(`SELECT tenant_id FROM ${MEMBERSHIP} WHERE subject_key = ?`, [subjectKey])
  const known = rows.map((row) => text(row, 'tenant_id'))
  const left = known.filter((tenant) => !tenants.includes(tenant))
  if (left.length > 0) {
    const sql = `DELETE FROM ${MEMBERSHIP} WHERE subject_key = ? AND tenant_id IN (${marks(left)})`
    await on.change(sql, [subjectKey, ...left])
  }
  for (const tenant of tenants) {
    if (!known.includes(tenant)) await insertOnce(on, MEMBERSHIP, { tenant_id: tenant, subject_key: subjectKey })
  }
}
