import type { Effects, Settlement, Store } from '../ports/store.js'

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
  addAuditEvent: true,
  auditEvents: true,
  lastAuditEvent: true,
  sealedTexts: true,
  reseal: true,
  hashKeyIds: true,
  hashOwners: true,
  databaseTime: true,
  cleanUp: true,
} satisfies Record<keyof Store, true>

/** The store, calling `poke` after each commit that put a message into the outbox, so that it is sent at once. */
export function pokingStore(store: Store, poke: () => void): Store {
  const after = (settlement: Settlement, { messages }: Effects): Settlement => {
    if (settlement === 'settled' && messages.length > 0) poke()
    return settlement
  }
  // Handed on one by one: a store of the application's own may be a class with private fields, or frozen.
  const handedOn = Object.fromEntries(
    Object.keys(METHODS).map((name) => [
      name,
      (...given: never[]) => Reflect.apply(store[name as keyof Store], store, given),
    ]),
  ) as unknown as Store
  return {
    ...handedOn,
    settle: async (expected, writes) => after(await store.settle(expected, writes), writes.effects),
    putSentCode: async (code, writes) => after(await store.putSentCode(code, writes), writes.effects),
    activate: async (expected, writes) => after(await store.activate(expected, writes), writes.effects),
    addEnrolment: async (expected, writes) => after(await store.addEnrolment(expected, writes), writes.effects),
    turnOff: async (expected, writes) => after(await store.turnOff(expected, writes), writes.effects),
    putBypassCode: async (expected, writes) => after(await store.putBypassCode(expected, writes), writes.effects),
    revokeSessions: async (expected, writes) => after(await store.revokeSessions(expected, writes), writes.effects),
    replaceBackupCodes: async (expected, writes) =>
      after(await store.replaceBackupCodes(expected, writes), writes.effects),
    addTrustedDevice: async (expected, writes) => after(await store.addTrustedDevice(expected, writes), writes.effects),
    endTrustedDevices: async (subjectKey, which, writes) => {
      const ended = await store.endTrustedDevices(subjectKey, which, writes)
      after(ended > 0 ? 'settled' : 'moved', writes.effects)
      return ended
    },
  }
}
