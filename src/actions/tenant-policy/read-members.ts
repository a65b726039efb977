import { administers } from '../../domain/administration/authority.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Member } from '../../domain/tenant-policy/member-effect.js'
import { type AdministratorRule, isAdministrator, roleNeeds } from '../../domain/tenant-policy/roles.js'
import type { SingleSignOn } from '../../domain/tenant-policy/tenant-policy.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'
import { type AdministratorRules, standingOf } from '../administration/standing-of.js'

/** What reading the members of a tenant needs. */
export interface MemberPorts {
  readonly store: Store
  readonly directory: Directory
  readonly identities: Identities
  /** Who is an administrator of what. */
  readonly rules: AdministratorRules
  /** Whom `appliesTo: 'administrators'` covers. */
  readonly subjectAdministrators: AdministratorRule
  /** True where somebody's tenant uses a second factor; asked of people's other tenants. */
  readonly usesSecondFactor: (issuer: string, tenantId: string) => Promise<boolean>
  /** Who comes through a provider that this tenant's policy lets pass. */
  readonly singleSignOn: (tenantId: string, sso: SingleSignOn) => Promise<(userId: string) => boolean>
}

/** What must be known of each member; the rest counts as false, and costs nothing. */
export interface MemberNeeds {
  /** One call to the directory for each kind of role and person. */
  readonly roles: boolean
  /** Whether they keep their settings whatever becomes of this policy: a few calls for each person who has some. */
  readonly keeps: boolean
  /** By the policy with this word on single sign-on; null: it does not matter. */
  readonly singleSignOn: SingleSignOn | null
  /** The same of the policy before. */
  readonly formerSingleSignOn: SingleSignOn | null
}

/** A member, with what is known of them. */
export interface ReadMember {
  readonly person: Person
  readonly subject: Subject
  readonly member: Member
}

/** How many calls for single people are under way at once: fast enough, and no burden to Keycloak. */
const AT_ONCE = 8

/** Many people are read once each: what is kept for logins stays, and what is decided is true now. */
const ANEW = { fresh: true } as const

/** Reads a part of a tenant's members, from the `first` on; fewer than `max` mean that there are no more. */
export function readMembers({ store, directory, identities, ...ports }: MemberPorts) {
  const standing = standingOf({ directory, identities, rules: ports.rules })
  return async (
    issuer: string,
    tenantId: string,
    { first, max }: { readonly first: number; readonly max: number },
    needs: MemberNeeds,
  ): Promise<readonly ReadMember[]> => {
    const letBy = async (sso: SingleSignOn | null) =>
      sso === null ? () => false : await ports.singleSignOn(tenantId, sso)
    const [isLetBy, wasLetBy] = await Promise.all([letBy(needs.singleSignOn), letBy(needs.formerSingleSignOn)])
    const people = await directory.members(tenantId, { first, max })
    const subjects = people.map(({ userId }) => identities.subject({ issuer, userId }))
    const overviews = await store.overviews(subjects.map(({ key }) => key))
    const wanted = roleNeeds([ports.subjectAdministrators], [tenantId])
    return eachOf(people, AT_ONCE, async (person, index): Promise<ReadMember> => {
      const { userId, emailVerified, email, phoneNumber } = person
      const enrolled = overviews[index]?.enrolment != null
      const roles = needs.roles ? await directory.rolesOf(userId, wanted, ANEW) : null
      const elsewhere = needs.keeps && enrolled && (await isElsewhere(issuer, tenantId, userId))
      const isAsked = needs.keeps && enrolled && !elsewhere
      const administrator = roles !== null && isAdministrator(ports.subjectAdministrators, roles, tenantId)
      return {
        person,
        subject: subjects[index] ?? identities.subject({ issuer, userId }),
        member: {
          ...{ administrator, enrolled, elsewhere },
          administers: isAsked && administers((await standing({ issuer, userId }, ANEW)).authority),
          singleSignOn: isLetBy(userId),
          formerSingleSignOn: wasLetBy(userId),
          address: email !== null && emailVerified,
          phone: (phoneNumber ?? null) !== null,
        },
      }
    })
  }

  async function isElsewhere(issuer: string, tenantId: string, userId: string): Promise<boolean> {
    // A tenant that is disabled for a while has given nothing up.
    const others = (await directory.tenantsOf(userId, { ...ANEW, disabled: true })).filter(({ id }) => id !== tenantId)
    for (const { id } of others) if (await ports.usesSecondFactor(issuer, id)) return true
    return false
  }
}

/** Answers in the order of the items, a few at a time. */
async function eachOf<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const entries = items.entries()
  const take = async () => {
    for (const [index, item] of entries) answers[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: atOnce }, take))
  return answers
}
