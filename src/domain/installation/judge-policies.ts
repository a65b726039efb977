import type { ComparedSetting } from '../policy-sync/compare-settings.js'
import { type Finding, warning } from './finding.js'

/** More tenants than these are counted, not named. */
const NAMED = 20

/** A tenant whose policy and attributes in Keycloak are not in step. */
export interface ComparedTenant {
  readonly tenant: { readonly alias: string }
  readonly settings: readonly Pick<ComparedSetting, 'name' | 'state' | 'fault'>[]
}

/**
 * Judges what policies and the attributes of organizations can't bring into step by themselves: what is invalid, missing or
 * changed on both sides. `gone`: tenants with a policy, but without an organization.
 */
export function judgePolicies(tenants: readonly ComparedTenant[], gone: readonly string[]): Finding[] {
  const cure =
    'policy plan shows both sides. Correct the attribute in Keycloak, or let one side win: policy apply --prefer.'
  const stuck = tenants.flatMap(({ tenant, settings }) => {
    const words = settings.flatMap(({ name, state, fault }) =>
      WORDS[state] === undefined ? [] : [`${name} ${WORDS[state]}${fault === null ? '' : ` (${fault})`}`],
    )
    return words.length === 0 ? [] : [`The tenant "${tenant.alias}": ${words.join(', ')}.`]
  })
  const more = stuck.length - NAMED
  return [
    ...stuck.slice(0, NAMED).map((what) => warning(what, cure)),
    ...(more > 0 ? [warning(`${more} more tenants are like that.`, cure)] : []),
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

const WORDS: { readonly [State in ComparedSetting['state']]?: string } = {
  invalid: 'is invalid',
  missing: 'is missing',
  conflict: 'was changed on both sides',
}
