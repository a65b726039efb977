import { isDeepStrictEqual } from 'node:util'
import type { Grace } from '../../src/domain/tenant-policy/grace.js'
import type { PolicyRecord, PolicyStore } from '../../src/ports/policy-store.js'
import type { Effects } from '../../src/ports/store.js'

/** The part of the store in memory that keeps policies and graces. */
export function memoryPolicies(commitEffects: (effects: Effects) => void): PolicyStore {
  const records = new Map<string, PolicyRecord>()
  const graces = new Map<string, Grace>()
  const record = (realm: string, tenantId: string) => records.get(`${realm} ${tenantId}`) ?? null
  return {
    tenantPolicies: async (realm, tenantIds) => tenantIds.map((id) => record(realm, id)),
    listTenantPolicies: async (realm, after, limit) =>
      [...records]
        .filter(([key, { tenantId }]) => key.startsWith(`${realm} `) && (after === null || tenantId > after))
        .map(([, found]) => found)
        .sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1))
        .slice(0, limit),
    policyEpochs: async (realm, tenantIds) => tenantIds.map((id) => record(realm, id)?.epoch ?? 0),
    async putTenantPolicy(realm, { tenantId, version }, { effects, ...writes }) {
      const before = record(realm, tenantId)
      if ((before?.version ?? 0) !== version) return 'moved'
      const isSame = before !== null && isDeepStrictEqual(before.policy, writes.policy)
      const epoch = (before?.epoch ?? 0) + (isSame ? 0 : 1)
      records.set(`${realm} ${tenantId}`, { tenantId, ...writes, epoch, version: version + 1 })
      commitEffects(effects)
      return 'settled'
    },
    graces: async (subjectKey, tenantIds) => tenantIds.flatMap((id) => graces.get(`${subjectKey} ${id}`) ?? []),
    async spendGraces(subjectKey, spent, effects) {
      const keyOf = ({ tenantId }: Grace) => `${subjectKey} ${tenantId}`
      if (spent.some(({ before, after }) => !isDeepStrictEqual(graces.get(keyOf(after)) ?? null, before)))
        return 'moved'
      for (const { after } of spent) graces.set(keyOf(after), after)
      commitEffects(effects)
      return 'settled'
    },
    async carryGraces(subjectKey, from, to) {
      for (const [key, grace] of graces) {
        if (!key.startsWith(`${subjectKey} `)) continue
        graces.set(key, { ...grace, spentBy: grace.spentBy.map((login) => (login === from ? to : login)) })
      }
    },
  }
}
