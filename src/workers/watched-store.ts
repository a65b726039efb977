import type { AuditEvent } from '../domain/administration/audit-event.js'
import type { Effects, Store } from '../ports/store.js'

/** The methods of a store; the compiler holds the list against the port. */
const METHODS = {
  epoch: true,
  load: true,
  addVerifiedSession: true,
  endKeycloakSession: true,
  settle: true,
  sentCode: true,
  sendCounts: true,
  putSentCode: true,
  register: true,
  pendingEnrolment: true,
  putPendingEnrolment: true,
  activate: true,
  addEnrolment: true,
  turnOff: true,
  backupCodes: true,
  findBackupCode: true,
  replaceBackupCodes: true,
  markBackupCodesSaved: true,
  invitationDismissedAt: true,
  dismissInvitation: true,
  trustedDevice: true,
  trustedDevices: true,
  addTrustedDevice: true,
  rotateTrustedDevice: true,
  renameTrustedDevice: true,
  endTrustedDevices: true,
  claimMessages: true,
  waitingMessages: true,
  closeMessage: true,
  postponeMessage: true,
  bypassCode: true,
  putBypassCode: true,
  revokeSessions: true,
  overviews: true,
  auditLog: true,
  countMethods: true,
  coverage: true,
  noteLogin: true,
  channelTroubles: true,
  putChannelTrouble: true,
  removeChannelTrouble: true,
  tenantPolicies: true,
  listTenantPolicies: true,
  policyEpochs: true,
  putTenantPolicy: true,
  graces: true,
  spendGraces: true,
  carryGraces: true,
  policyJobs: true,
  claimPolicyJob: true,
  advancePolicyJob: true,
  addAuditEvent: true,
  auditEvents: true,
  lastAuditEvent: true,
  sealedTexts: true,
  reseal: true,
  hashKeyIds: true,
  hashOwners: true,
  knownIdentity: true,
  knownIdentities: true,
  noteIdentity: true,
  trustIdentity: true,
  forgetIdentity: true,
  bypassGrant: true,
  grantBypass: true,
  databaseTime: true,
  cleanUp: true,
} satisfies Record<keyof Store, true>

/** The store, telling what each transaction has committed besides its own change: audit entries, and messages to send. */
export function watchedStore(store: Store, committed: (effects: Effects) => void): Store {
  // Handed on one by one: a store of the application's own may be a class with private fields, or frozen.
  const handedOn = Object.keys(METHODS).map((name) => [
    name,
    async (...given: never[]) => {
      const answer: unknown = await Reflect.apply(store[name as keyof Store], store, given)
      if (isCommitted(answer)) for (const effects of given.flatMap(effectsIn)) committed(effects)
      return answer
    },
  ])
  return Object.fromEntries(handedOn)
}

/** What verbs answer that have written: how it settled, whether they were the first, or how many rows; or nothing at all. */
function isCommitted(answer: unknown): boolean {
  if (typeof answer === 'number') return answer > 0
  return answer === undefined || answer === true || answer === 'settled' || answer === 'ended'
}

/** Effects are an argument of their own, or stand among what is written; an entry may come alone. */
function effectsIn(given: unknown): Effects[] {
  if (typeof given !== 'object' || given === null) return []
  if ('effects' in given) return [given.effects as Effects]
  if ('audit' in given && 'messages' in given) return [given as Effects]
  return 'kind' in given && 'details' in given ? [{ audit: [given as AuditEvent], messages: [] }] : []
}
