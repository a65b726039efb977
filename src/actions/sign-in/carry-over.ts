import { type KeycloakLogin, type LoginBinding, sameSession } from '../../domain/sign-in/login.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities } from '../../ports/crypto.js'
import type { Store } from '../../ports/store.js'
import { settleAgain } from '../settle-again.js'

/**
 * After a sign-in that we asked for: where the same person came back in the same Keycloak session, the code judged
 * before counts on under the new time of entry, and keeps its own time. A fresh password does not cost a second code.
 *
 * A reset in between has deleted the old verified session, and with it what could be carried over. Where nothing is set
 * up, a login that was let through by a grace stays the same one to it.
 */
export function carryOver(ports: { store: Store; identities: Identities; clock: Clock }) {
  return async (before: LoginBinding, login: KeycloakLogin): Promise<void> => {
    if (!sameSession(before, login) || before.authenticatedAt === login.authenticatedAt) return
    const subjectKey = ports.identities.subject(login).key
    const [from, to] = [ports.identities.session(before), ports.identities.session(login)]
    await settleAgain(async () => {
      const state = await ports.store.load(subjectKey, from)
      if (state.enrolment === null) await ports.store.carryGraces(subjectKey, from, to)
      const session = state.verifiedSession
      if (session === null || ports.clock.at(state.databaseTime) >= session.endsAt) {
        return { settlement: 'settled', answer: undefined }
      }
      const expected = { subjectKey, version: state.attempts.version, epoch: state.epoch }
      const carried = { ...session, key: to }
      return { settlement: await ports.store.addVerifiedSession(expected, carried), answer: undefined }
    })
  }
}
