import type { AdminAuditView } from '../../views/administration/audit.js'
import { htmlDocument } from '../document.js'
import { sideBySide } from '../side-by-side.js'
import type { Spoken } from '../spoken.js'
import { AuditFilter } from './audit-filter.js'
import { detailText } from './detail-text.js'
import { Trail } from './trail.js'

type Entry = AdminAuditView['entries'][number]

/** The audit log of a tenant or of everybody, with what narrows it. */
export function adminAuditPage(view: Spoken<AdminAuditView>): string {
  const texts = view.texts.administration.audit
  const { tenant, entries, several, isFirst, next } = view
  const title = tenant === null ? texts.title : texts.titleOf({ tenant: tenant.name })
  const of = tenant === null ? '/admin' : `/admin/tenants/${encodeURIComponent(tenant.id)}`
  const path = `${of}/audit`
  const steps = tenant === null ? [] : [{ path: `${of}/people`, name: tenant.name }]
  return htmlDocument({
    frame: view,
    title,
    broad: true,
    children: (
      <>
        <Trail frame={view} steps={steps} />
        <h1>{title}</h1>
        <p class="lead">{tenant === null ? texts.lead : texts.leadOf}</p>
        <AuditFilter view={view} path={path} />
        {several.length > 0 ? (
          <>
            <p>{texts.several}</p>
            <ul class="list">
              {several.map(({ userId, name, username, email }) => (
                <li key={userId}>
                  <a class="name" href={addressOf(view, path, { person: userId })}>
                    {name}
                  </a>
                  <span class="hint">{sideBySide(username, email)}</span>
                </li>
              ))}
            </ul>
          </>
        ) : entries.length === 0 ? (
          <p class="reason">{next === null ? texts.nothing : texts.nothingHere}</p>
        ) : (
          <ul class="list log">
            {entries.map((entry) => (
              <Line key={entry.id} view={view} entry={entry} />
            ))}
          </ul>
        )}
        {several.length === 0 && (entries.length > 0 || next !== null) && (
          <p class="aside">
            <a href={addressOf(view, `${path}.csv`)}>{texts.csv}</a>
          </p>
        )}
        {(!isFirst || next !== null) && (
          <nav class="pager" aria-label={view.texts.administration.pages.pages}>
            <span>{!isFirst && <a href={addressOf(view, path)}>{texts.newest}</a>}</span>
            <span>{next !== null && <a href={addressOf(view, path, { after: next })}>{texts.older}</a>}</span>
          </nav>
        )}
      </>
    ),
  })
}

/** The same log, narrowed in the same way. */
function addressOf(
  { base, filter }: AdminAuditView,
  path: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '')
  const query = new URLSearchParams(given).toString()
  return `${base}${path}${query && `?${query}`}`
}

function Line({ view, entry }: { view: Spoken<AdminAuditView>; entry: Entry }) {
  const { texts } = view
  const { audit, events, place, time } = texts.administration
  const { kind, at, origin, details, person, by } = entry
  const { browser, system, address } = origin
  const where = browser && system && place({ browser, system })
  const detail = detailText(texts, kind, details)
  const actor = by === null || by.userId === person?.userId ? null : nameOf(by, audit.commandLine)
  return (
    <li>
      <span class="hint">{time({ at, timeZone: view.timeZone })}</span>
      <span>
        {person !== null && (
          <>
            <a class="name" href={`${view.base}/admin/people/${encodeURIComponent(person.userId)}`}>
              {nameOf(person)}
            </a>
            <br />
          </>
        )}
        {events[kind]}
        {detail !== '' && (
          <>
            <br />
            {detail}
          </>
        )}
      </span>
      <span class="hint">{sideBySide(actor !== null && audit.by({ name: actor }), where, address)}</span>
    </li>
  )
}

function nameOf({ userId, name }: NonNullable<Entry['by']>, commandLine = userId): string {
  if (name !== null) return name
  return userId === 'command-line' ? commandLine : userId === 'keycloak' ? 'Keycloak' : userId
}
