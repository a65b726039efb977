import { Router } from 'express'
import type { AuditQuestion } from '../../actions/administration/audit-of-tenant.js'
import type { FoundPerson } from '../../actions/administration/find-person.js'
import type { ListedAuditEvents } from '../../actions/administration/list-audit-events.js'
import { periodOf } from '../../domain/administration/period.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import { TwoFactorError } from '../../errors.js'
import type { AuditEntry, AuditPlace } from '../../ports/reports.js'
import {
  type AdminAuditView,
  AUDIT_COLUMNS,
  auditCells,
  auditPageQuery,
  auditQuery,
  auditRecord,
} from '../../views/administration/audit.js'
import { csv } from '../../views/csv.js'
import { queryOf } from '../fields.js'
import { sendDownload } from '../send-download.js'
import { showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type AdministeringActions, type AdminVisit, administering } from './administering.js'
import { csvFile, namedTenant, whoOf } from './names.js'
import { scopeIn } from './scope-in.js'

/** What the pages of the audit log can do. */
export interface AuditActions extends AdministeringActions {
  readonly findPerson: (tenant: string | null, text: string) => Promise<FoundPerson>
  readonly listAuditEvents: (question: AuditQuestion, after: AuditPlace | null) => Promise<ListedAuditEvents>
  readonly exportAuditLog: (question: AuditQuestion) => AsyncGenerator<readonly AuditEntry[]>
}

const PAGES = ['/admin/audit', '/admin/tenants/:tenant/audit']
const FILES = ['/admin/audit.csv', '/admin/tenants/:tenant/audit.csv']

/** `/admin/audit` and `/admin/tenants/…/audit`: what happened, as a page and as a file. */
export function auditRoutes(surroundings: Surroundings, actions: AuditActions): Router {
  const { directory, timeZone } = surroundings
  /** What is asked of the log; null where the person is not clear yet. */
  const questionOf = async (
    { caller }: AdminVisit,
    tenant: Tenant | null,
    filter: AdminAuditView['filter'],
  ): Promise<{ question: AuditQuestion } | Exclude<FoundPerson, { userId: string }>> => {
    const { person, kind, from, to } = filter
    const period = periodOf(from, to, timeZone)
    const found = person === '' ? { userId: null } : await actions.findPerson(tenant?.id ?? null, person)
    if ('several' in found) return found
    const { issuer } = caller.login
    return { question: { issuer, tenant: tenant?.id ?? null, ...found, kind: kind === '' ? null : kind, ...period } }
  }
  const show = administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
    const tenant = await scopeIn(directory, actions, visit, req)
    const { after, ...filter } = queryOf(req, auditPageQuery)
    const asked = await questionOf(visit, tenant, filter)
    const listed = 'question' in asked ? await actions.listAuditEvents(asked.question, placeIn(after)) : NOTHING
    await showPage(surroundings, req, res, {
      page: 'admin-audit',
      tenant: tenant && namedTenant(tenant),
      filter,
      several: 'several' in asked ? asked.several.map(whoOf) : [],
      entries: listed.entries.map((entry) => entryOf(entry, listed.names)),
      isFirst: after === '',
      next: listed.next && `${listed.next.at}.${listed.next.id}`,
    })
  })
  const download = administering(surroundings, actions, { changes: false }, async (visit, req, res) => {
    const tenant = await scopeIn(directory, actions, visit, req)
    const asked = await questionOf(visit, tenant, queryOf(req, auditQuery))
    if ('several' in asked) throw new TwoFactorError('ERR_2FA_MALFORMED', SEVERAL)
    const parts = cells(actions.exportAuditLog(asked.question))
    await sendDownload(res, csvFile('audit', tenant), csv(AUDIT_COLUMNS, parts, { bom: true }))
  })
  const router = Router()
  for (const path of PAGES) router.get(path, show)
  for (const path of FILES) router.get(path, download)
  return router
}

const SEVERAL = 'The field "person" means several people: give a user id.'

const NOTHING: ListedAuditEvents = { entries: [], names: new Map(), next: null }

async function* cells(parts: AsyncIterable<readonly AuditEntry[]>) {
  for await (const entries of parts) yield entries.map((entry) => auditCells(auditRecord(entry)))
}

function entryOf({ event, userId }: AuditEntry, names: ReadonlyMap<string, string>): AdminAuditView['entries'][number] {
  const named = (id: string | null) => (id === null ? null : { userId: id, name: names.get(id) ?? null })
  const { subjectKey: _key, ...entry } = event
  const { by } = event.details
  return { ...entry, person: named(userId), by: named(typeof by === 'string' ? by : null) }
}

/** Where a page begins, as `next` of the one before said it. */
function placeIn(after: string): AuditPlace | null {
  const [at = '', id = ''] = after.split('.')
  return after === '' ? null : { at: Number(at), id }
}
