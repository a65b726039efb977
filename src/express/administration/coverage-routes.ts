import { type Request, Router } from 'express'
import type { Coverage } from '../../actions/administration/count-coverage.js'
import type { CoveredPerson } from '../../actions/administration/list-coverage.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import { listQuery } from '../../views/administration/admin.js'
import { COVERAGE_COLUMNS, coverageCells, coverageRecord } from '../../views/administration/coverage.js'
import { csv } from '../../views/csv.js'
import { sendDownload } from '../send-download.js'
import { type Content, showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type AdministeringActions, administering } from './administering.js'
import { csvFile, namedTenant } from './names.js'
import { scopeIn } from './scope-in.js'

/** What the coverage report can do. */
export interface CoverageActions extends AdministeringActions {
  readonly countCoverage: (tenant: string | null) => Promise<Coverage>
  readonly listCoverage: (issuer: string, tenant: string | null) => AsyncGenerator<readonly CoveredPerson[]>
}

const PAGES = ['/admin/coverage', '/admin/tenants/:tenant/coverage']
const FILES = ['/admin/coverage.csv', '/admin/tenants/:tenant/coverage.csv']
const TENANTS_ON_PAGE = 10

/** `/admin/coverage` and `/admin/tenants/…/coverage`: who has a second factor, as a picture and as a file. */
export function coverageRoutes(surroundings: Surroundings, actions: CoverageActions): Router {
  const { directory } = surroundings
  const show = administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
    const tenant = await scopeIn(directory, actions, visit, req)
    const [coverage, list] = await Promise.all([
      actions.countCoverage(tenant?.id ?? null),
      tenant === null ? byTenant(req) : NO_LIST,
    ])
    await showPage(surroundings, req, res, {
      ...{ page: 'admin-coverage', tenant: tenant && namedTenant(tenant), coverage, ...list },
    })
  })
  const byTenant = async (req: Request): Promise<List> => {
    const { q: search, page } = listQuery.parse(req.query)
    const wanted = { first: page * TENANTS_ON_PAGE, max: TENANTS_ON_PAGE + 1, ...(search !== '' && { search }) }
    const found = await directory.tenants(wanted)
    const of = async (tenant: Tenant) => ({ ...namedTenant(tenant), coverage: await actions.countCoverage(tenant.id) })
    return {
      search,
      tenants: await Promise.all(found.slice(0, TENANTS_ON_PAGE).map(of)),
      previous: page === 0 ? null : page - 1,
      next: found.length > TENANTS_ON_PAGE ? page + 1 : null,
    }
  }
  const download = administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
    const tenant = await scopeIn(directory, actions, visit, req)
    const parts = cells(actions.listCoverage(visit.caller.login.issuer, tenant?.id ?? null))
    await sendDownload(res, csvFile('coverage', tenant), csv(COVERAGE_COLUMNS, parts, { bom: true }))
  })
  const router = Router()
  for (const path of PAGES) router.get(path, show)
  for (const path of FILES) router.get(path, download)
  return router
}

type List = Pick<Content<'admin-coverage'>, 'search' | 'tenants' | 'previous' | 'next'>

const NO_LIST: List = { search: '', tenants: [], previous: null, next: null }

async function* cells(parts: AsyncIterable<readonly CoveredPerson[]>) {
  for await (const people of parts) yield people.map((person) => coverageCells(coverageRecord(person)))
}
