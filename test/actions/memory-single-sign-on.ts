import type { BypassGrant, KnownIdentity } from '../../src/domain/single-sign-on/identity.js'
import type { SingleSignOnStore } from '../../src/ports/single-sign-on-store.js'
import type { Effects } from '../../src/ports/store.js'

/** What of a person moves when an account of theirs is forgotten. */
interface Moving {
  epoch: number
  attempts: { version: number }
}

/** The part of the store in memory that keeps people's accounts at identity providers. */
export function memorySingleSignOn(
  person: (subjectKey: string) => Moving | undefined,
  commitEffects: (effects: Effects) => void,
) {
  const identities = new Map<string, KnownIdentity>()
  const grants = new Map<string, BypassGrant>()
  const store: SingleSignOnStore = {
    async knownIdentity(subjectKey, key) {
      const found = identities.get(key)
      return found?.subjectKey === subjectKey ? found : null
    },
    knownIdentities: async (subjectKey) =>
      [...identities.values()]
        .filter((identity) => identity.subjectKey === subjectKey)
        .sort((one, other) => (one.key < other.key ? -1 : 1)),
    async noteIdentity(identity, effects) {
      if (identities.has(identity.key)) return false
      identities.set(identity.key, identity)
      commitEffects(effects)
      return true
    },
    async trustIdentity(identity, effects) {
      identities.set(identity.key, identity)
      commitEffects(effects)
    },
    async forgetIdentity(subjectKey, key, effects) {
      const found = person(subjectKey)
      if (found !== undefined) {
        found.epoch += 1
        found.attempts = { ...found.attempts, version: found.attempts.version + 1 }
      }
      if (identities.get(key)?.subjectKey === subjectKey) identities.delete(key)
      for (const grant of [...grants.values()]) {
        if (grant.subjectKey === subjectKey && grant.identity === key) grants.delete(grant.keycloakSession)
      }
      commitEffects(effects)
    },
    async bypassGrant(subjectKey, keycloakSession) {
      const grant = grants.get(keycloakSession)
      return grant?.subjectKey === subjectKey ? grant : null
    },
    async grantBypass(grant) {
      grants.set(grant.keycloakSession, grant)
    },
  }
  const endGrants = (subjectKey: string) => {
    for (const grant of [...grants.values()]) if (grant.subjectKey === subjectKey) grants.delete(grant.keycloakSession)
  }
  const cleanUp = (before: number) => {
    for (const grant of [...grants.values()]) if (grant.endsAt < before) grants.delete(grant.keycloakSession)
  }
  return { store, endGrants, cleanUp }
}
