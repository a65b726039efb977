import type { Method } from '../../domain/enrolment/enrolment.js'
import type { Clock } from '../../ports/clock.js'
import type { Identities } from '../../ports/crypto.js'
import type { Directory, Person } from '../../ports/directory.js'
import type { CoverageRow, Overview } from '../../ports/reports.js'
import type { Store } from '../../ports/store.js'
import { type PersonState, personState } from './list-people.js'

/** Whether one person has a second factor. */
export interface CoveredPerson {
  readonly userId: string
  /** Null where everybody is listed: Keycloak would have to be asked about each. */
  readonly person: Person | null
  readonly state: PersonState
  readonly method: Method | null
  readonly activeSince: number | null
  readonly lastUsedAt: number | null
}

/** The most that one statement of the store takes, and that one page of Keycloak's has. */
const PART = { everybody: 500, members: 100 } as const

/** What listing needs. */
export interface CoveragePorts {
  readonly store: Store
  readonly directory: Directory
  readonly identities: Identities
  readonly clock: Clock
}

/**
 * Lists who has a second factor, in parts, so that a million people need no more memory than a thousand: the people of a
 * tenant as Keycloak knows them now, or with null everybody whom the store knows.
 */
export function listCoverage(ports: CoveragePorts) {
  return (issuer: string, tenant: string | null): AsyncGenerator<readonly CoveredPerson[]> =>
    tenant === null ? everybody(ports) : members(ports, issuer, tenant)
}

async function* everybody({ store, clock }: CoveragePorts): AsyncGenerator<readonly CoveredPerson[]> {
  const now = clock.at(await store.databaseTime())
  for (let after: string | null = null; ; ) {
    const part: readonly CoverageRow[] = await store.coverage(after, PART.everybody)
    yield part.map((row) => ({ userId: row.userId, person: null, ...coveredBy(row, now) }))
    after = part.at(-1)?.subjectKey ?? null
    if (after === null || part.length < PART.everybody) return
  }
}

async function* members(
  { store, directory, identities, clock }: CoveragePorts,
  issuer: string,
  tenant: string,
): AsyncGenerator<readonly CoveredPerson[]> {
  const now = clock.at(await store.databaseTime())
  for (let first = 0; ; first += PART.members) {
    const part = await directory.members(tenant, { first, max: PART.members })
    const keys = part.map(({ userId }) => identities.subject({ issuer, userId }).key)
    const overviews = await store.overviews(keys)
    yield part.flatMap((person, index) => {
      const overview = overviews[index]
      return overview === undefined ? [] : { userId: person.userId, person, ...coveredBy(overview, now) }
    })
    if (part.length < PART.members) return
  }
}

function coveredBy(overview: Overview, now: number): Omit<CoveredPerson, 'userId' | 'person'> {
  const { enrolment, lastUsedAt } = overview
  return {
    ...{ state: personState(overview, now), method: enrolment?.method ?? null },
    ...{ activeSince: enrolment?.activeSince ?? null, lastUsedAt },
  }
}
