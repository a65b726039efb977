import type { ComparedSetting } from '../policy-sync/compare-settings.js'
import type { PolicyOwner } from '../policy-sync/settle-settings.js'
import { type Finding, warning } from './finding.js'

/** More tenants than these are counted, not named. */
const NAMED = 20

/** A tenant whose policy and attributes in Keycloak are not in step. */
export interface ComparedTenant {
  readonly tenant: { readonly alias: string }
  readonly settings: readonly Pick<ComparedSetting, 'name' | 'state' | 'fault'>[]
  /** What becomes of the policy by what Keycloak says; null: nothing. */
  readonly change: {
    readonly weakens: boolean
    readonly refused: string | null
    readonly counts: { readonly losesSettings: number }
  } | null
}

const CURES: { readonly [Owner in PolicyOwner]: string } = {
  application:
    'policy plan shows both sides. policy apply writes ours; take an attribute that is none out in Keycloak.',
  keycloak: 'policy plan shows both sides. Correct the attribute in Keycloak, which decides.',
  shared:
    'policy plan shows both sides. Correct the attribute in Keycloak, or let one side win: policy apply --prefer.',
}

/**
 * Judges what policies and the attributes of organizations can't bring into step by themselves: what is invalid, missing or
 * changed on both sides, what the tenant may not have, and what waits until somebody says how many people lose their
 * settings. `gone`: tenants with a policy, but without an organization.
 */
export function judgePolicies(
  tenants: readonly ComparedTenant[],
  gone: readonly string[],
  owner: PolicyOwner,
): Finding[] {
  const stuck = tenants.flatMap(({ tenant, settings }) => {
    const words = settings.flatMap(({ name, state, fault }) =>
      WORDS[state] === undefined ? [] : [`${name} ${WORDS[state]}${fault === null ? '' : ` (${fault})`}`],
    )
    return words.length === 0 ? [] : [`The tenant "${tenant.alias}": ${words.join(', ')}.`]
  })
  const refused = tenants.flatMap(({ tenant, change }) =>
    change === null || change.refused === null
      ? []
      : [`The tenant "${tenant.alias}" may not have the policy that Keycloak says. ${change.refused}`],
  )
  const unconfirmed = tenants.flatMap(({ tenant, change }) =>
    change === null || change.refused !== null || !change.weakens
      ? []
      : [
          `The tenant "${tenant.alias}" is turned off in Keycloak, and ${change.counts.losesSettings} people lose their settings by it: it waits.`,
        ],
  )
  return [
    ...named(stuck, CURES[owner]),
    ...named(refused, 'Correct it in Keycloak, or let the tenant have it: option "entitlements".'),
    ...named(
      unconfirmed,
      'Run policy apply, which asks for the number of these people, or change it back in Keycloak.',
    ),
    ...(gone.length > 0
      ? [
          warning(
            `${gone.length} tenants have a policy, and no organization in Keycloak: ${gone.slice(0, NAMED).join(', ')}.`,
            'They keep it. Bring the organization back under its id, or leave it so.',
          ),
        ]
      : []),
  ]
}

/** A warning each, up to what somebody reads. */
function named(whats: readonly string[], cure: string): Finding[] {
  const more = whats.length - NAMED
  return [
    ...whats.slice(0, NAMED).map((what) => warning(what, cure)),
    ...(more > 0 ? [warning(`${more} more tenants are like that.`, cure)] : []),
  ]
}

const WORDS: { readonly [State in ComparedSetting['state']]?: string } = {
  invalid: 'is invalid',
  missing: 'is missing',
  conflict: 'was changed on both sides',
}
