import { type Finding, warning } from '../../domain/installation/finding.js'
import { judgeAccount, type PolicyWriting } from '../../domain/installation/judge-account.js'
import { judgeClocks } from '../../domain/installation/judge-clocks.js'
import { judgePlan } from '../../domain/installation/judge-plan.js'
import { judgeScopes, judgeToken } from '../../domain/installation/judge-token.js'
import { judgeVersion } from '../../domain/installation/judge-version.js'
import type { Manifest } from '../../domain/installation/manifest.js'
import { planInstallation } from '../../domain/installation/plan-installation.js'
import type { WantedRealm } from '../../domain/installation/realm.js'
import type { Directory } from '../../ports/directory.js'
import type { RealmAdmin } from '../../ports/realm-admin.js'
import type { RealmInspection } from '../../ports/realm-inspection.js'
import type { Look } from './examine.js'

/** What is asked of Keycloak. */
export interface KeycloakPorts {
  readonly manifest: Manifest
  readonly wanted: WantedRealm
  /** Why it is not clear which clients are meant; null where it is. */
  readonly unclear: string | null
  /** Why it is not known where a logout returns to; null where it is. */
  readonly unknownReturn: string | null
  writesPolicies(): Promise<PolicyWriting>
  /** By the installer's account; null where there is none. */
  readonly realmAdmin: RealmAdmin | null
  readonly inspection: RealmInspection
  readonly directory: Pick<Directory, 'people' | 'tenants'>
  /** Whether tenants are organizations that the realm does not have. */
  lacksOrganizations(): Promise<boolean>
  databaseTime(): Promise<number>
  /** This machine's, in ms. */
  now(): number
}

const NEEDS_INSTALLER =
  "This needs the installer's account in the environment: see docs/keycloak-administrator.md#the-installers-account."

/** People sign in all the same: they belong to no tenant. */
const NO_ORGANIZATIONS = warning(
  'Keycloak has no organizations in this realm: people belong to no tenant, and follow option "policies.withoutTenant".',
  'Switch organizations on in the settings of the realm, or give keycloakDirectory() the option tenants: "realm".',
)

/** Looks at Keycloak's version, and whether people and tenants can be looked up at all. */
export const lookAtVersion = ({ manifest, realmAdmin, directory, lacksOrganizations }: KeycloakPorts): Look => ({
  topic: 'keycloak',
  async look() {
    const findings: Finding[] = []
    if (await lacksOrganizations()) findings.push(NO_ORGANIZATIONS)
    else await directory.tenants({ first: 0, max: 1 })
    if (realmAdmin === null) return { findings, notLookedAt: `Its version. ${NEEDS_INSTALLER}` }
    const version = await realmAdmin.version()
    if (version === null) {
      return {
        findings,
        notLookedAt: 'Its version, which Keycloak tells an account with the role "manage-realm" alone.',
      }
    }
    return { findings: [...findings, ...judgeVersion(version, manifest.keycloak)], notes: [`Keycloak ${version}.`] }
  },
})

/** Looks how far the clocks are apart. */
export const lookAtClocks = ({ inspection, databaseTime, now }: KeycloakPorts): Look => ({
  topic: 'clocks',
  async look() {
    const ahead = async (tell: () => Promise<number>) => {
      const before = now()
      const told = await tell()
      return told - (before + now()) / 2
    }
    const database = await ahead(databaseTime)
    // A token tells whole seconds, rounded down.
    const keycloak = await ahead(async () => (await inspection.runtimeToken()).issuedAt + 500)
    return { findings: judgeClocks({ database, keycloak }) }
  },
})

/** Looks what the runtime's account may do. */
export const lookAtAccount = ({ manifest, wanted, inspection, writesPolicies }: KeycloakPorts): Look => ({
  topic: 'service-account',
  async look() {
    const { client } = manifest.serviceAccounts.runtime
    const { roles: held } = await inspection.runtimeToken()
    return { findings: judgeAccount(held, { ...wanted.runtime, client, writesPolicies: await writesPolicies() }) }
  },
})

/** Looks what `install` would still do; `words` puts a step into a line. */
export const lookAtInstallation = (
  { realmAdmin, wanted, unclear, unknownReturn }: KeycloakPorts,
  words: Parameters<typeof judgePlan>[1],
): Look => ({
  topic: 'installation',
  async look() {
    if (realmAdmin === null) return { notLookedAt: NEEDS_INSTALLER }
    const findings = judgePlan(planInstallation(wanted, await realmAdmin.read()), words)
    return { findings, notLookedAt: unclear === null ? unknownReturn : `Clients. ${unclear}` }
  },
})

/** Has Keycloak make up an ID token of each client, for somebody. */
export const lookAtTokens = ({ realmAdmin, wanted, unclear, directory }: KeycloakPorts): Look => ({
  topic: 'tokens',
  async look() {
    if (realmAdmin === null) return { notLookedAt: NEEDS_INSTALLER }
    if (unclear !== null) return { notLookedAt: unclear }
    const [somebody] = await directory.people({ first: 0, max: 1 })
    if (somebody === undefined) return { notLookedAt: 'The realm has nobody for whom a token could be made up.' }
    const { clients } = await realmAdmin.read()
    const findings: Finding[] = []
    for (const { clientId } of wanted.clients) {
      const client = clients.find((one) => one.clientId === clientId)
      if (client === undefined) continue
      findings.push(...judgeScopes(clientId, client.defaultClientScopes))
      findings.push(...judgeToken(clientId, await realmAdmin.exampleIdToken(clientId, somebody.userId)))
    }
    return { findings }
  },
})
