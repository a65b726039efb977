import type { Attributes } from '../domain/policy-sync/settings.js'

/** Where policies are mirrored: attributes of the tenants, which `Directory` reads. */
export interface PolicyMirror {
  /**
   * Writes attributes of a tenant and leaves all else of it as it is. `seen`: those attributes of ours, by their prefix,
   * that the decision was made on.
   *
   * `moved`: they are not what was seen, before or after, because somebody else writes too: look again. `gone`: there is
   * no such tenant. Throws `ERR_2FA_DIRECTORY`; then it is open whether it was written.
   */
  writeAttributes(tenantId: string, seen: Attributes, changes: Attributes): Promise<'written' | 'moved' | 'gone'>
}
