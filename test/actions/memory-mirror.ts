import { isDeepStrictEqual } from 'node:util'
import { ours } from '../../src/domain/policy-sync/settings.js'
import type { PolicyMirror } from '../../src/ports/policy-mirror.js'
import type { TestDirectoryContent } from '../../src/testing/test-directory.js'

/** The attributes of a directory in memory, changed in place. */
export function memoryMirror(content: TestDirectoryContent): PolicyMirror & { readonly written: string[] } {
  const written: string[] = []
  return {
    written,
    async writeAttributes(tenantId, seen, changes) {
      const tenants = content.tenants ?? []
      const at = tenants.findIndex(({ id }) => id === tenantId)
      const tenant = tenants[at]
      if (tenant === undefined) return 'gone'
      if (!isDeepStrictEqual(ours(tenant.attributes), ours(seen))) return 'moved'
      written.push(tenantId)
      tenants[at] = { ...tenant, attributes: { ...tenant.attributes, ...changes } }
      return 'written'
    },
  }
}
