import type { AdminCoverageView } from '../../views/administration/coverage.js'
import { htmlDocument } from '../document.js'
import type { Spoken } from '../spoken.js'
import { CoverageLegend, CoveragePicture, shareText } from './coverage-picture.js'
import { Pager, Search } from './search.js'
import { Trail } from './trail.js'

/** Who has a second factor, of a tenant or of everybody, tenant by tenant. */
export function adminCoveragePage(view: Spoken<AdminCoverageView>): string {
  const { texts, tenant, coverage, tenants, search, previous, next } = view
  const words = texts.administration.coverage
  const title = tenant === null ? words.title : words.titleOf({ tenant: tenant.name })
  const of = tenant === null ? '/admin' : `/admin/tenants/${encodeURIComponent(tenant.id)}`
  const hasList = tenant === null && (tenants.length > 0 || search !== '')
  return htmlDocument({
    frame: view,
    title,
    wide: true,
    children: (
      <>
        <Trail frame={view} steps={tenant === null ? [] : [{ path: `${of}/people`, name: tenant.name }]} />
        <h1>{title}</h1>
        <p class="lead">{shareText(texts, coverage)}</p>
        <CoveragePicture coverage={coverage} texts={texts} />
        <CoverageLegend coverage={coverage} texts={texts} />
        <p class="hint">{tenant === null ? words.hint : words.hintOf}</p>
        <p class="aside">
          <a href={`${view.base}${of}/coverage.csv`}>{words.csv}</a>
        </p>
        {hasList && (
          <section class="part">
            <h2>{texts.administration.pages.tenants}</h2>
            {(search !== '' || next !== null || previous !== null) && (
              <Search
                frame={view}
                path="/admin/coverage"
                label={texts.administration.pages.findTenants}
                search={search}
              />
            )}
            {tenants.length === 0 && <p class="reason">{texts.administration.pages.noTenants}</p>}
            <ul class="list">
              {tenants.map((each) => (
                <li key={each.id}>
                  <a class="name" href={`${view.base}/admin/tenants/${encodeURIComponent(each.id)}/coverage`}>
                    {each.name}
                  </a>
                  <CoveragePicture coverage={each.coverage} texts={texts} />
                  <span class="hint">{shareText(texts, each.coverage)}</span>
                </li>
              ))}
            </ul>
            <Pager frame={view} path="/admin/coverage" search={search} previous={previous} next={next} />
          </section>
        )}
      </>
    ),
  })
}
