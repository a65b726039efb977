import type { Texts } from '../../texts/index.js'
import type { AdminPeopleView } from '../../views/administration/admin.js'
import { htmlDocument } from '../document.js'
import { sideBySide } from '../side-by-side.js'
import type { Spoken } from '../spoken.js'
import { Pager, Search } from './search.js'
import { Trail } from './trail.js'

/** People found by name or address, with the state of their second factor. */
export function adminPeoplePage(view: Spoken<AdminPeopleView>): string {
  const texts = view.texts
  const { pages } = texts.administration
  const title = view.tenant === null ? pages.everybody : pages.peopleOf({ tenant: view.tenant.name })
  const path = view.tenant === null ? '/admin/people' : `/admin/tenants/${encodeURIComponent(view.tenant.id)}/people`
  const { search, previous, next } = view
  return htmlDocument({
    frame: view,
    title,
    broad: true,
    children: (
      <>
        <Trail frame={view} />
        <h1>{title}</h1>
        <Search frame={view} path={path} label={pages.findPeople} search={search} />
        {view.people.length === 0 ? (
          <p class="reason">{pages.nobody}</p>
        ) : (
          <ul class="list people">
            {view.people.map((person) => (
              <Person key={person.userId} view={view} person={person} texts={texts} />
            ))}
          </ul>
        )}
        <Pager frame={view} path={path} search={search} previous={previous} next={next} />
      </>
    ),
  })
}

interface PersonProps {
  readonly view: Spoken<AdminPeopleView>
  readonly person: AdminPeopleView['people'][number]
  readonly texts: Texts
}

function Person({ view, person, texts }: PersonProps) {
  const { userId, name, username, email, enabled, state, method, lastUsedAt } = person
  const { pages } = texts.administration
  const tone = state === 'active' ? 'badge on' : state === 'off' ? 'badge' : 'badge bad'
  return (
    <li>
      <span>
        <a class="name" href={`${view.base}/admin/people/${encodeURIComponent(userId)}`}>
          {name}
        </a>
        <br />
        <span class="hint">{sideBySide(username, email)}</span>
      </span>
      <span>
        <span class={tone}>{pages.state[state]}</span>{' '}
        {!enabled && <span class="badge bad">{pages.accountDisabled}</span>}
      </span>
      <span class="hint">
        {method !== null && texts.enrolment.settings.method[method]}
        {lastUsedAt !== null && (
          <>
            <br />
            {pages.lastUsed({ at: lastUsedAt, timeZone: view.timeZone })}
          </>
        )}
      </span>
    </li>
  )
}
