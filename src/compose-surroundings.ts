import { isInvited } from './actions/enrolment/invitation.js'
import { assessLogin } from './actions/sign-in/assess-login.js'
import { carryOver } from './actions/sign-in/carry-over.js'
import { epochs } from './actions/sign-in/epochs.js'
import { readAccessToken } from './actions/sign-in/read-access-token.js'
import { policyEpochs } from './actions/tenant-policy/policy-epochs.js'
import { useDevice } from './actions/trusted-devices/use-device.js'
import type { Core } from './compose-core.js'
import { bearerBy } from './express/sign-in/bearer.js'
import type { Surroundings } from './express/surroundings.js'
import type { Configuration } from './options.js'
import { pagesIn } from './pages/index.js'
import { traced } from './telemetry.js'
import type { DecisionLog } from './workers/decision-log.js'

/** What all of the Express side shares. */
export function composeSurroundings(configuration: Configuration, core: Core, decisions: DecisionLog): Surroundings {
  const { name, url, home, signIn, signOut, timeZone, login, revocation } = configuration
  return {
    application: name,
    origin: url.origin,
    base: url.base,
    home,
    signIn,
    signOut,
    timeZone,
    login,
    identities: core.identities,
    keyedHash: core.keyedHash,
    directory: core.directory,
    events: core.events,
    clock: core.clock,
    pages: { ...pagesIn(core.languages), ...configuration.pages },
    languages: core.languages,
    epochs: epochs(core.store, revocation.within),
    policyEpochOf: policyEpochs(core, revocation.within),
    ...traced({ assessLogin: assessLogin(core) }),
    isInvited: isInvited(core),
    useDevice: useDevice(core),
    carryOver: carryOver(core),
    noteLogin: decisions.note,
    reauthenticating: configuration.singleSignOn.reauthenticating,
    mobileReturns: new Map(Object.entries(configuration.mobileReturns)),
    bearer: composeBearer(configuration),
  }
}

/** Null where the options do not say what access tokens must be for. */
function composeBearer({ bearer, directory }: Configuration): Surroundings['bearer'] {
  const { verifyAccessToken } = directory
  if (bearer === undefined || verifyAccessToken === undefined) return null
  const accessTokens = { verifyAccessToken: verifyAccessToken.bind(directory) }
  return bearerBy(readAccessToken({ accessTokens, audiences: bearer.audiences }), bearer.exemptClients)
}
