import type { Grace } from '../../domain/tenant-policy/grace.js'
import type { PolicyStore } from '../../ports/policy-store.js'
import { type Connection, type Database, marks } from '../database.js'
import { writeEffects } from '../effects.js'
import { insertOnce } from '../insert-once.js'
import { integer, text } from '../row.js'
import { GRACE, type GraceRow, graceOf, spentColumns } from './grace-row.js'
import { policyRecordOf, TENANT, type TenantRow } from './tenant-row.js'

const LISTED = `SELECT * FROM ${TENANT} WHERE realm = ? AND tenant_id > ? ORDER BY tenant_id LIMIT ?`

const CHANGED =
  `UPDATE ${TENANT} SET epoch = CASE WHEN policy = ? THEN epoch ELSE epoch + 1 END, policy = ?, synchronized = ?, ` +
  'changed_at = ?, stricter_at = ?, version = version + 1 WHERE realm = ? AND tenant_id = ? AND version = ?'

const SPENT =
  `UPDATE ${GRACE} SET logins = ?, last_login = ?, earlier_logins = ? ` +
  "WHERE subject_key = ? AND tenant_id = ? AND logins = ? AND last_login = ? AND COALESCE(earlier_logins, '') = ?"

const CARRIED =
  `UPDATE ${GRACE} SET last_login = REPLACE(last_login, ?, ?), earlier_logins = REPLACE(earlier_logins, ?, ?) ` +
  'WHERE subject_key = ?'

export function policyStore(database: Database): PolicyStore {
  return {
    tenantPolicies: (realm, tenantIds) =>
      database.ask(async (on) => {
        if (tenantIds.length === 0) return []
        const sql = `SELECT * FROM ${TENANT} WHERE realm = ? AND tenant_id IN (${marks(tenantIds)})`
        const found = (await on.rows(sql, [realm, ...tenantIds])).map(policyRecordOf)
        return tenantIds.map((id) => found.find(({ tenantId }) => tenantId === id) ?? null)
      }),

    listTenantPolicies: (realm, after, limit) =>
      database.ask(async (on) => (await on.rows(LISTED, [realm, after ?? '', limit])).map(policyRecordOf)),

    policyEpochs: (realm, tenantIds) =>
      database.ask(async (on) => {
        if (tenantIds.length === 0) return []
        const sql = `SELECT tenant_id, epoch FROM ${TENANT} WHERE realm = ? AND tenant_id IN (${marks(tenantIds)})`
        const rows = await on.rows(sql, [realm, ...tenantIds])
        const epochs = new Map(rows.map((row) => [text(row, 'tenant_id'), integer(row, 'epoch')]))
        return tenantIds.map((id) => epochs.get(id) ?? 0)
      }),

    putTenantPolicy: (realm, { tenantId, version }, { policy, synchronized, changedAt, stricterAt, effects }) =>
      database.transaction(async (on) => {
        const values = {
          policy: JSON.stringify(policy),
          synchronized: synchronized === null ? null : JSON.stringify(synchronized),
          changed_at: changedAt,
          stricter_at: stricterAt,
        }
        const row = { realm, tenant_id: tenantId, ...values, epoch: 1, version: 1 } satisfies TenantRow
        const written =
          version === 0
            ? await insertOnce(on, TENANT, row)
            : (await on.change(CHANGED, [values.policy, ...Object.values(values), realm, tenantId, version])) > 0
        if (!written) return 'moved'
        await writeEffects(on, effects)
        return 'settled'
      }),

    graces: (subjectKey, tenantIds) =>
      database.ask(async (on) => {
        if (tenantIds.length === 0) return []
        const sql = `SELECT * FROM ${GRACE} WHERE subject_key = ? AND tenant_id IN (${marks(tenantIds)})`
        return (await on.rows(sql, [subjectKey, ...tenantIds])).map(graceOf)
      }),

    spendGraces: (subjectKey, spent, effects) =>
      database.transaction(async (on) => {
        for (const { before, after } of spent) {
          if (!(await spend(on, subjectKey, before, after))) return 'moved'
        }
        await writeEffects(on, effects)
        return 'settled'
      }),

    async carryGraces(subjectKey, from, to) {
      await database.ask((on) => on.change(CARRIED, [from, to, from, to, subjectKey]))
    },
  }
}

async function spend(on: Connection, subjectKey: string, before: Grace | null, after: Grace): Promise<boolean> {
  const { tenantId, startedAt } = after
  const values = spentColumns(after)
  if (before === null) {
    const row = { subject_key: subjectKey, tenant_id: tenantId, started_at: startedAt, ...values } satisfies GraceRow
    return insertOnce(on, GRACE, row)
  }
  const found = Object.values(spentColumns(before))
  return (await on.change(SPENT, [...Object.values(values), subjectKey, tenantId, ...found])) > 0
}
