import { EntitySchema } from 'typeorm'
import { type Attributes, attributesSchema } from '../../domain/policy-sync/settings.js'
import { type TenantPolicy, tenantPolicySchema } from '../../domain/tenant-policy/tenant-policy.js'
import type { PolicyRecord } from '../../ports/policy-store.js'
import { BIGINT, KEY, LINE, nullable, primary, TEXT } from '../column-types.js'
import { integer, type Row, text, textOrNull, unreadable } from '../row.js'

/** A tenant's policy, and what Keycloak and we last agreed on, as JSON. */
export interface TenantRow {
  realm: string
  tenant_id: string
  policy: string
  synchronized: string | null
  epoch: number
  version: number
  changed_at: number
  stricter_at: number
}

export const TENANT = 'two_factor_tenant'

export const tenantSchema = new EntitySchema<TenantRow>({
  name: 'TwoFactorTenant',
  tableName: TENANT,
  columns: {
    realm: primary(KEY),
    tenant_id: primary(LINE),
    policy: TEXT,
    synchronized: nullable(TEXT),
    epoch: BIGINT,
    version: BIGINT,
    changed_at: BIGINT,
    stricter_at: BIGINT,
  },
})

export function policyRecordOf(row: Row): PolicyRecord {
  const synchronized = textOrNull(row, 'synchronized')
  return {
    tenantId: text(row, 'tenant_id'),
    policy: policyOf(text(row, 'policy')),
    synchronized: synchronized === null ? null : attributesOf(synchronized),
    epoch: integer(row, 'epoch'),
    version: integer(row, 'version'),
    changedAt: integer(row, 'changed_at'),
    stricterAt: integer(row, 'stricter_at'),
  }
}

/** A policy that cannot be read must not let anybody through. */
function policyOf(json: string): TenantPolicy {
  try {
    return tenantPolicySchema.parse(JSON.parse(json))
  } catch {
    return unreadable('policy')
  }
}

function attributesOf(json: string): Attributes {
  try {
    return attributesSchema.parse(JSON.parse(json))
  } catch {
    return unreadable('synchronized')
  }
}
