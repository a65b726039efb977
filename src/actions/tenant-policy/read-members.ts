import { administers } from '../../domain/administration/authority.js'
import type { Subject } from '../../domain/sign-in/login.js'
import type { Member } from '../../domain/tenant-policy/member-effect.js'
import { type AdministratorRule, isAdministrator, roleNeeds } from '../../domain/tenant-policy/roles.js'
import type { SingleSignOn } from '../../domain/tenant-policy/tenant-policy.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { Store } from '../../ports/store.js'
import { type AdministratorRules, standingOf } from '../administration/standing-of.js'
import { eachOf } from '../each-of.js'

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

/** What somebody keeps their settings by, whatever becomes of a tenant's policy. */
export type Keeping = Pick<Member, 'elsewhere' | 'administers'>

/** How many calls for single people are under way at once: fast enough, and no burden to Keycloak. */
export const AT_ONCE = 8

/** Many people are read once each: what is kept for logins stays, and what is decided is true now. */
const ANEW = { fresh: true } as const

/** Reads a part of a tenant's members, from the `first` on; fewer than `max` mean that there are no more. */
export type ReadPart = (part: { readonly first: number; readonly max: number }) => Promise<readonly ReadMember[]>

/** Prepares reading a tenant's members in parts: what is the same for all of them is read once. */
export function readMembers({ store, directory, identities, ...ports }: MemberPorts) {
  const keepingOf = readKeeping({ directory, identities, ...ports })
  return async (issuer: string, tenantId: string, needs: MemberNeeds): Promise<ReadPart> => {
    const letBy = async (sso: SingleSignOn | null) => (sso === null ? () => false : ports.singleSignOn(tenantId, sso))
    const [isLetBy, wasLetBy] = await Promise.all([letBy(needs.singleSignOn), letBy(needs.formerSingleSignOn)])
    const wanted = roleNeeds([ports.subjectAdministrators], [tenantId])
    return async ({ first, max }) => {
      const people = await directory.members(tenantId, { first, max })
      const subjects = people.map(({ userId }) => identities.subject({ issuer, userId }))
      const overviews = await store.overviews(subjects.map(({ key }) => key))
      return eachOf(people, AT_ONCE, async (person, index): Promise<ReadMember> => {
        const { userId, emailVerified, email, phoneNumber } = person
        const enrolled = overviews[index]?.enrolment != null
        const roles = needs.roles ? await directory.rolesOf(userId, wanted, ANEW) : null
        const keeping = needs.keeps && enrolled ? await keepingOf(issuer, tenantId, userId) : NOTHING_KEPT
        const administrator = roles !== null && isAdministrator(ports.subjectAdministrators, roles, tenantId)
        return {
          person,
          subject: subjects[index] ?? identities.subject({ issuer, userId }),
          member: {
            ...{ administrator, enrolled, ...keeping },
            singleSignOn: isLetBy(userId),
            formerSingleSignOn: wasLetBy(userId),
            address: email !== null && emailVerified,
            phone: (phoneNumber ?? null) !== null,
          },
        }
      })
    }
  }
}

const NOTHING_KEPT: Keeping = { elsewhere: false, administers: false }

/** Reads what a member keeps their settings by. */
export function readKeeping(
  ports: Pick<MemberPorts, 'directory' | 'identities' | 'rules' | 'usesSecondFactor'>,
): (issuer: string, tenantId: string, userId: string) => Promise<Keeping> {
  const standing = standingOf(ports)
  return async (issuer, tenantId, userId) => {
    // With the tenants that are disabled for a while: they have given nothing up.
    const { tenants, authority } = await standing({ issuer, userId }, ANEW)
    const others = await Promise.all(
      tenants.filter((id) => id !== tenantId).map((id) => ports.usesSecondFactor(issuer, id)),
    )
    return { elsewhere: others.includes(true), administers: administers(authority) }
  }
}
