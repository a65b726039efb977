import {
  closesSingleSignOn,
  comparePolicies,
  type PolicyDifference,
} from '../../domain/tenant-policy/compare-policies.js'
import { formerReach } from '../../domain/tenant-policy/jobs-of-change.js'
import {
  canLoseSettings,
  canRequire,
  countEffect,
  dependsOnRoles,
  type EffectCounts,
  effectOn,
  NO_EFFECTS,
  scaleEffect,
} from '../../domain/tenant-policy/member-effect.js'
import type { FormerReach } from '../../domain/tenant-policy/policy-job.js'
import type { TenantPolicy } from '../../domain/tenant-policy/tenant-policy.js'
import type { Clock } from '../../ports/clock.js'
import { eachOf } from '../each-of.js'
import { AT_ONCE, type MemberNeeds, type MemberPorts, readKeeping, readMembers } from './read-members.js'

/** What a policy in place of another would mean. */
export interface PolicyEffects {
  readonly differences: readonly PolicyDifference[]
  /** How many members the tenant has. */
  readonly members: number
  /** For how many of them it means what. With `from` in the policy: from then on. */
  readonly counts: EffectCounts
  /**
   * True where so many lose their settings that nobody has asked about each of them: some may keep them, for they
   * administer, or belong to another tenant that uses a second factor.
   */
  readonly losesAtMost: boolean
  /** How many members were looked at in time, where the counts are estimated from them; null: all were. */
  readonly estimatedFrom: number | null
}

/** How long counting goes on. */
export interface Counting {
  readonly progress?: Progress | undefined
  /** After so many ms the rest is estimated: Keycloak takes minutes to list a hundred thousand members. Default: no end. */
  readonly withinMs?: number
}

/** Tells how far a long count is; `of` is how many there are in all. */
export type Progress = (counted: number, of: number) => void

/** Keycloak takes far more than twice as long for twice as many members at once. */
const PART = 100

/** Of more people than these it is not asked what they keep their settings by: Keycloak is called several times for each. */
const ASKED_ABOUT = 1_000

/** Parts that are read at once: the directory and the store work at the same time. */
const PARTS_AT_ONCE = 8

/** What a preview needs. */
export interface PreviewPorts extends MemberPorts {
  readonly clock: Clock
  readonly timeZone: string
}

/** What must be known of the members to tell what a change does to them. */
export function needsOf(before: FormerReach, after: FormerReach & Pick<TenantPolicy, 'sso'>): MemberNeeds {
  const loses = canLoseSettings(before, after)
  const requires = canRequire(before, after)
  const roles = (loses || requires) && dependsOnRoles(before, after)
  return { roles, keeps: loses, singleSignOn: requires ? after.sso : null, formerSingleSignOn: null }
}

/** The same where single sign-on stands in for fewer people than before. */
function needsOfClosing(before: TenantPolicy, after: TenantPolicy, needs: MemberNeeds): MemberNeeds {
  const roles = needs.roles || after.appliesTo === 'administrators'
  return { ...needs, roles, singleSignOn: after.sso, formerSingleSignOn: before.sso }
}

/**
 * Counts what a change of policy means for the members of a tenant. Reads them in parts, so that memory does not grow with
 * the tenant; nobody is read where no field that matters differs. Nothing is written.
 */
export function previewPolicy(ports: PreviewPorts) {
  const members = readMembers(ports)
  const keepingOf = readKeeping(ports)
  return async (
    of: { readonly issuer: string; readonly tenantId: string },
    before: TenantPolicy,
    after: TenantPolicy,
    { progress = () => {}, withinMs = Number.POSITIVE_INFINITY }: Counting = {},
  ): Promise<PolicyEffects> => {
    const { issuer, tenantId } = of
    const total = await ports.directory.count(tenantId)
    const differences = comparePolicies(before, after)
    const { clock, timeZone, store } = ports
    const reach = formerReach(before, after, { now: clock.at(await store.databaseTime()), timeZone })
    const closes = closesSingleSignOn(after, differences)
    if (!canLoseSettings(reach, after) && !canRequire(reach, after) && !closes) {
      return { differences, members: total, counts: NO_EFFECTS, losesAtMost: false, estimatedFrom: null }
    }
    const needed = { ...needsOf(reach, after), keeps: false }
    const needs = closes ? needsOfClosing(before, after, needed) : needed
    let counts = NO_EFFECTS
    const losing: string[] = []
    const startedAt = clock.now()
    const readPart = await members(issuer, tenantId, needs)
    let [first, counted, ended] = [0, 0, false]
    const isLate = () => clock.now() - startedAt >= withinMs
    const reader = async () => {
      while (!ended && !isLate()) {
        const from = first
        first += PART
        const part = await readPart({ first: from, max: PART })
        for (const { member, person } of part) {
          const effect = effectOn(member, reach, after)
          counts = countEffect(counts, effect)
          if (effect.losesSettings && losing.length <= ASKED_ABOUT) losing.push(person.userId)
        }
        counted += part.length
        ended ||= part.length < PART
        progress(counted, Math.max(total, counted))
      }
    }
    await Promise.all(Array.from({ length: Math.min(PARTS_AT_ONCE, Math.ceil((total + 1) / PART)) }, reader))
    if (!ended && counted > 0 && counted < total) {
      const estimated = scaleEffect(counts, total / counted)
      return { differences, members: total, counts: estimated, losesAtMost: true, estimatedFrom: counted }
    }
    const whole = { differences, members: counted, estimatedFrom: null }
    if (losing.length > ASKED_ABOUT) return { ...whole, counts, losesAtMost: true }
    const keeping = await eachOf(losing, AT_ONCE, (userId) => keepingOf(issuer, tenantId, userId))
    const losesSettings = keeping.filter(({ elsewhere, administers }) => !elsewhere && !administers).length
    return { ...whole, counts: { ...counts, losesSettings }, losesAtMost: false }
  }
}
