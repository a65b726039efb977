import { type ExamineWork, examine } from './actions/installation/examine.js'
import { lookAtApplication } from './actions/installation/look-at-application.js'
import {
  type KeycloakPorts,
  lookAtAccount,
  lookAtClocks,
  lookAtInstallation,
  lookAtTokens,
  lookAtVersion,
} from './actions/installation/look-at-keycloak.js'
import { lookAtOwnOtp, lookAtPolicies, lookAtProviders } from './actions/installation/look-at-people.js'
import { lookAtDatabase, lookAtKeys, lookAtMessages, type StorePorts } from './actions/installation/look-at-store.js'
import { writesPolicies } from './actions/installation/writes-policies.js'
import { reportKeys } from './actions/keys/report-keys.js'
import { sendTestMessage } from './actions/messages/send-test-message.js'
import type { Core } from './compose-core.js'
import {
  clientsMeant,
  type InstallationOptions,
  type InstallationRequest,
  UNCLEAR_CLIENTS,
  UNKNOWN_RETURN,
  wantedRealm,
} from './compose-installation.js'
import { composePolicies } from './compose-policies.js'
import type { Examination } from './domain/installation/finding.js'
import { stepLines } from './domain/installation/step-lines.js'
import { readManifest } from './manifest.js'
import type { Migrations } from './ports/migrations.js'
import type { RealmAdministration } from './ports/realm-admin.js'
import { httpApplication } from './visit-application.js'

/** What `doctor` is told besides the options. */
export interface DoctorRequest extends Pick<InstallationRequest, 'clients' | 'returnsTo'> {
  /** The installer's account. Without it Keycloak's version, clients and tokens can't be looked at. */
  readonly account?: InstallationRequest['account']
  /** Sends a test mail there. */
  readonly sendMailTo?: string
  /** Sends a test SMS there, to a number in the form of E.164. */
  readonly sendSmsTo?: string
  /** How many people are looked at for an OTP of Keycloak's own, a question each; default 500. */
  readonly people?: number
}

const PEOPLE = 500

/** What is not in `core`. */
interface Surroundings {
  readonly store: Partial<Migrations>
  issuerOf(): string
  administration(): RealmAdministration
}

/** Composes the examination. Nothing is opened before it runs; throws `ERR_2FA_MALFORMED` where an address is none. */
export function doctorOperation(options: InstallationOptions, core: Core, around: Surroundings) {
  return async (request: DoctorRequest = {}, work?: ExamineWork): Promise<readonly Examination[]> => {
    const {
      url,
      signIn,
      clientIds,
      policies: { owner },
    } = options
    const { runtimeClientId, inspection, realmAdmin } = around.administration()
    const manifest = readManifest()
    // Before anything is looked at: wrong arguments are no finding.
    const clients = clientsMeant(options, request.clients)
    const wanted = wantedRealm(manifest, options, runtimeClientId, { ...request, clients: clients ?? [] })
    const ofStore: StorePorts = {
      migrations: around.store,
      reportKeys: reportKeys(core),
      readChannels: core.readChannels,
      sendTestMessage: (message) => sendTestMessage(core)(message, null),
    }
    const ofPeople = { ...core, inspection, issuerOf: around.issuerOf }
    const areOrganizations = core.directory.writeAttributes !== undefined
    const lacksOrganizations = async () => areOrganizations && !(await inspection.hasOrganizations())
    const ofKeycloak: KeycloakPorts = {
      manifest,
      wanted,
      unclear: clients === null ? UNCLEAR_CLIENTS : null,
      unknownReturn: wanted.clients.some(({ logout }) => logout?.returnsTo === null) ? UNKNOWN_RETURN : null,
      writesPolicies: async () => (areOrganizations ? writesPolicies(ofPeople, owner) : 'never'),
      lacksOrganizations,
      realmAdmin: request.account === undefined ? null : realmAdmin(request.account),
      inspection,
      directory: core.directory,
      databaseTime: () => core.store.databaseTime(),
      now: () => core.clock.now(),
    }
    const policies = composePolicies(core)
    return examine(
      [
        lookAtDatabase(ofStore),
        lookAtKeys(ofStore),
        lookAtVersion(ofKeycloak),
        lookAtClocks(ofKeycloak),
        lookAtAccount(ofKeycloak),
        lookAtInstallation(ofKeycloak, (step) => stepLines(step).join('; ')),
        lookAtTokens(ofKeycloak),
        lookAtApplication({
          application: httpApplication(),
          url,
          signIn,
          takesLogoutTokens: clientIds !== undefined,
          issuerOf: around.issuerOf,
        }),
        lookAtMessages(ofStore, { email: request.sendMailTo, sms: request.sendSmsTo }),
        lookAtPolicies(async () =>
          !areOrganizations || (await lacksOrganizations()) ? null : policies.sync().planSync({ signal: work?.signal }),
        ),
        lookAtProviders(ofPeople),
        lookAtOwnOtp(ofPeople, request.people ?? PEOPLE),
      ],
      work,
    )
  }
}
