import type { AdminView } from '../../views/administration/admin.js'
import { htmlDocument } from '../document.js'
import type { Spoken } from '../spoken.js'
import { Channels } from './channels.js'
import { Pager, Search } from './search.js'

/** The administrators' start: their tenants, and for an operator everybody. */
export function adminPage(view: Spoken<AdminView>): string {
  const texts = view.texts.administration.pages
  return htmlDocument({
    frame: view,
    title: texts.title,
    wide: true,
    children: (
      <>
        <h1>{texts.title}</h1>
        <Channels frame={view} channels={view.channels} operator={view.operator} />
        <p class="lead">{view.operator ? texts.leadOperator : texts.lead}</p>
        {view.operator && (
          <>
            <Search frame={view} path="/admin/people" label={texts.findPeople} search="" />
            <h2>{texts.tenants}</h2>
          </>
        )}
        {view.operator && (view.search !== '' || view.next !== null) && (
          <Search frame={view} path="/admin" label={texts.findTenants} search={view.search} id="tenant" />
        )}
        {view.tenants.length === 0 ? (
          <p class="reason">{texts.noTenants}</p>
        ) : (
          <ul class="list">
            {view.tenants.map((tenant) => (
              <TenantLinks key={tenant.id} view={view} tenant={tenant} />
            ))}
          </ul>
        )}
        {view.operator && (
          <p class="aside">
            <a href={`${view.base}/admin/coverage`}>{view.texts.administration.coverage.link}</a>
            <a href={`${view.base}/admin/audit`}>{view.texts.administration.audit.link}</a>
            <a href={`${view.base}/admin/messages`}>{view.texts.administration.channels.title}</a>
          </p>
        )}
        <Pager frame={view} path="/admin" search={view.search} previous={view.previous} next={view.next} />
      </>
    ),
  })
}

function TenantLinks({
  view,
  tenant: { id, name },
}: {
  view: Spoken<AdminView>
  tenant: AdminView['tenants'][number]
}) {
  const texts = view.texts.administration
  const path = `${view.base}/admin/tenants/${encodeURIComponent(id)}`
  return (
    <li>
      <a class="name" href={`${path}/people`}>
        {name}
      </a>
      <span class="trail">
        <a href={`${path}/policy`}>
          {texts.policy.link}
          <span class="unseen">: {name}</span>
        </a>
        <a href={`${path}/coverage`}>
          {texts.coverage.link}
          <span class="unseen">: {name}</span>
        </a>
        <a href={`${path}/audit`}>
          {texts.audit.link}
          <span class="unseen">: {name}</span>
        </a>
      </span>
    </li>
  )
}
