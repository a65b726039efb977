import { sideState } from '../../domain/challenge/attempts.js'
import type { Method } from '../../domain/enrolment/enrolment.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { Overview } from '../../ports/reports.js'
import type { Store } from '../../ports/store.js'

/** How many people are on a page. */
export const PEOPLE_ON_PAGE = 20

/** A person with the state of their second factor, for a list. */
export interface ListedPerson {
  readonly person: Person
  /** `locked`: wrong answers make them wait; `disabled`: only an administrator helps. */
  readonly state: PersonState
  readonly method: Method | null
  readonly lastUsedAt: number | null
}

/** How somebody's second factor is. */
export type PersonState = 'off' | 'active' | 'locked' | 'disabled'

/** How somebody's second factor is, as lists say it. */
export function personState({ enrolment, codes }: Pick<Overview, 'enrolment' | 'codes'>, now: number): PersonState {
  const { state } = sideState(codes, now)
  return state !== 'open' ? state : enrolment === null ? 'off' : 'active'
}

/** A page of people, and whether there are more. */
export interface ListedPeople {
  readonly people: readonly ListedPerson[]
  readonly more: boolean
}

/**
 * Lists people by name or address, of a tenant or (null) of the realm: one call to Keycloak and one read, however many
 * people there are. `page` counts from 0.
 */
export function listPeople(ports: { store: Store; directory: Directory; identities: Identities; clock: Clock }) {
  const { store, directory, identities, clock } = ports
  return async (issuer: string, tenant: string | null, search: string, page: number): Promise<ListedPeople> => {
    const wanted = { first: page * PEOPLE_ON_PAGE, max: PEOPLE_ON_PAGE + 1, ...(search !== '' && { search }) }
    const found = await (tenant === null ? directory.people(wanted) : directory.members(tenant, wanted))
    const people = found.slice(0, PEOPLE_ON_PAGE)
    const keys = people.map(({ userId }) => identities.subject({ issuer, userId }).key)
    const [overviews, databaseTime] = await Promise.all([store.overviews(keys), store.databaseTime()])
    const now = clock.at(databaseTime)
    return {
      more: found.length > PEOPLE_ON_PAGE,
      people: people.map((person, index): ListedPerson => {
        const overview = overviews[index]
        if (!overview) return { person, state: 'off', method: null, lastUsedAt: null }
        const { enrolment, lastUsedAt } = overview
        return { person, state: personState(overview, now), method: enrolment?.method ?? null, lastUsedAt }
      }),
    }
  }
}
