import type { Method } from '../enrolment/enrolment.js'
import type { TenantPolicy } from './tenant-policy.js'

/** What is known of a member of a tenant, to say what its policy means for them. */
export interface Member {
  /** True for whoever `appliesTo: 'administrators'` covers. */
  readonly administrator: boolean
  readonly enrolled: boolean
  /** True for whoever has an account at a provider that this policy lets pass. */
  readonly singleSignOn: boolean
  /** The same under the policy before. */
  readonly formerSingleSignOn: boolean
  /** A verified mail address. */
  readonly address: boolean
  readonly phone: boolean
  /** True for whoever also belongs to another tenant that uses a second factor. */
  readonly elsewhere: boolean
  /** True for operators and administrators of a tenant: their pages ask for a second factor whatever the policy. */
  readonly administers: boolean
}

/** What a change of policy means for one member; nothing where all are false. */
export interface MemberEffect {
  /** Newly required, or no longer let pass by single sign-on: asked at the next login. */
  readonly asked: boolean
  /** Asked, and led to the set-up first. */
  readonly mustSetUp: boolean
  /** Newly required, but not asked at a sign-in by single sign-on. */
  readonly singleSignOn: boolean
  /** Must set up, and has no verified address: no mail reaches them. */
  readonly lacksAddress: boolean
  /** Must set up, and none of the policy's methods works for them: an authenticator app is offered all the same. */
  readonly lacksMethod: boolean
  /** Loses the second factor with everything that belongs to it. */
  readonly losesSettings: boolean
}

/** How many members a change of policy means something for. */
export type EffectCounts = { readonly [Effect in keyof MemberEffect]: number }

/** Nobody. */
export const NO_EFFECTS: EffectCounts = {
  asked: 0,
  mustSetUp: 0,
  singleSignOn: 0,
  lacksAddress: 0,
  lacksMethod: 0,
  losesSettings: 0,
}

/** What decides whom a policy is about. */
type Reach = Pick<TenantPolicy, 'requirement' | 'appliesTo'>

/** What a policy asks of a member once its date has come; of everyone whom it does not apply to: nothing. */
export function asksOf({ requirement, appliesTo }: Reach, { administrator }: Pick<Member, 'administrator'>) {
  return appliesTo === 'everyone' || administrator ? requirement : 'off'
}

/**
 * What a change from one policy to another means for a member, once its date has come. Settings are lost only by those
 * whom the policy used to cover, who belong to no other tenant that uses a second factor (F6), and who administer nothing:
 * a tenant's administrator must not rid operators of theirs, nor anybody themselves.
 */
export function effectOn(member: Member, before: Reach, after: Reach & Pick<TenantPolicy, 'methods'>): MemberEffect {
  const [asksBefore, asksAfter] = [asksOf(before, member), asksOf(after, member)]
  const required = asksAfter === 'required' && asksBefore !== 'required'
  const letPassBefore = asksBefore !== 'required' || member.formerSingleSignOn
  const asked = asksAfter === 'required' && letPassBefore && !member.singleSignOn
  const mustSetUp = asked && !member.enrolled
  return {
    asked,
    mustSetUp,
    singleSignOn: required && member.singleSignOn,
    lacksAddress: mustSetUp && !member.address,
    lacksMethod: mustSetUp && !after.methods.some((method) => canUse(member, method)),
    losesSettings:
      member.enrolled && asksBefore !== 'off' && asksAfter === 'off' && !member.elsewhere && !member.administers,
  }
}

/** True where `effectOn` depends on who is an administrator: then everybody's roles must be read. */
export function dependsOnRoles(before: Reach, after: Reach): boolean {
  const [administrators, others] = [{ administrator: true }, { administrator: false }]
  const path = (member: Pick<Member, 'administrator'>) => `${asksOf(before, member)} ${asksOf(after, member)}`
  return path(administrators) !== path(others)
}

/** True where the change can take away somebody's settings: those who say yes must have seen how many people lose them. */
export function canLoseSettings(before: Reach, after: Reach): boolean {
  return [true, false].some(
    (administrator) => asksOf(before, { administrator }) !== 'off' && asksOf(after, { administrator }) === 'off',
  )
}

/** True where the change newly requires a second factor of somebody. */
export function canRequire(before: Reach, after: Reach): boolean {
  return [true, false].some(
    (administrator) =>
      asksOf(before, { administrator }) !== 'required' && asksOf(after, { administrator }) === 'required',
  )
}

/** What is to be expected of `factor` times as many members. */
export function scaleEffect(counts: EffectCounts, factor: number): EffectCounts {
  return countsBy((name) => Math.round(counts[name] * factor))
}

/** Counts one more member. */
export function countEffect(counts: EffectCounts, effect: MemberEffect): EffectCounts {
  return countsBy((name) => counts[name] + (effect[name] ? 1 : 0))
}

function countsBy(count: (name: keyof MemberEffect) => number): EffectCounts {
  return {
    asked: count('asked'),
    mustSetUp: count('mustSetUp'),
    singleSignOn: count('singleSignOn'),
    lacksAddress: count('lacksAddress'),
    lacksMethod: count('lacksMethod'),
    losesSettings: count('losesSettings'),
  }
}

function canUse({ address, phone }: Member, method: Method): boolean {
  return { totp: true, email: address, sms: phone }[method]
}
