import type { AdminAuditView } from '../../views/administration/audit.js'
import type { Spoken } from '../spoken.js'

/** What narrows the log. It changes nothing, so it is a GET and can be bookmarked. */
export function AuditFilter({ view, path }: { view: Spoken<AdminAuditView>; path: string }) {
  const { audit: texts, events } = view.texts.administration
  const { filter } = view
  // By the words that are read, so that a kind is found where it is looked for.
  const kinds = Object.entries(events).sort(([, one], [, other]) => one.localeCompare(other, view.locale))
  return (
    <form class="search" method="get" action={`${view.base}${path}`}>
      <div class="field">
        <label for="person">{texts.person}</label>
        <input
          class="plain"
          type="search"
          id="person"
          name="person"
          value={filter.person}
          maxLength={255}
          autocomplete="off"
          placeholder={texts.personHint}
        />
      </div>
      <div class="field">
        <label for="kind">{texts.kind}</label>
        <select id="kind" name="kind">
          <option value="">{texts.everything}</option>
          {kinds.map(([kind, words]) => (
            <option key={kind} value={kind} selected={kind === filter.kind}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <Day name="from" label={texts.from} value={filter.from} />
      <Day name="to" label={texts.to} value={filter.to} />
      <button type="submit" class="button">
        {texts.show}
      </button>
    </form>
  )
}

function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div class="field day">
      <label for={name}>{label}</label>
      <input class="plain" type="date" id={name} name={name} value={value} />
    </div>
  )
}
