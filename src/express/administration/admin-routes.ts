import { type Request, Router } from 'express'
import type { ListedPeople } from '../../actions/administration/list-people.js'
import type { ChannelStates } from '../../actions/messages/read-channels.js'
import { CHANNELS } from '../../domain/messages/channel.js'
import type { Tenant } from '../../domain/tenant-policy/tenant.js'
import { type AdminPeopleView, listQuery } from '../../views/administration/admin.js'
import { type Content, showPage } from '../show-page.js'
import type { Surroundings } from '../surroundings.js'
import { type AdministeringActions, type AdminVisit, administering } from './administering.js'
import { channelItemOf } from './message-routes.js'
import { namedTenant, whoOf } from './names.js'
import { scopeIn } from './scope-in.js'

/** What the lists can do. */
export interface AdminActions extends AdministeringActions {
  readonly readChannels: () => Promise<ChannelStates>
  readonly listPeople: (issuer: string, tenant: string | null, search: string, page: number) => Promise<ListedPeople>
}

const TENANTS_ON_PAGE = 20

/** `/admin`: the administrators' start, and people found by name or address. */
export function adminRoutes(surroundings: Surroundings, actions: AdminActions): Router {
  const looking = { changes: false }
  const people = administering(surroundings, actions, looking, async (visit, req, res) => {
    const tenant = await scopeIn(surroundings.directory, actions, visit, req)
    await showPage(surroundings, req, res, await peopleOf(actions, visit, tenant, req))
  })
  return Router()
    .get(
      '/admin',
      administering(surroundings, actions, looking, async ({ caller, standing }, req, res) => {
        const { operator } = standing.authority
        const { q: search, page } = listQuery.parse(req.query)
        const found = operator
          ? await tenantsOn(surroundings, search, page)
          : await ownTenants(surroundings, standing, caller)
        const channels = await actions.readChannels()
        const tenants = found.slice(0, TENANTS_ON_PAGE).map(namedTenant)
        await showPage(surroundings, req, res, {
          page: 'admin',
          operator,
          channels: CHANNELS.map((channel) => channelItemOf(channel, channels[channel])),
          search,
          tenants: operator ? tenants : found.map(namedTenant),
          previous: page === 0 ? null : page - 1,
          next: operator && found.length > TENANTS_ON_PAGE ? page + 1 : null,
        })
      }),
    )
    .get('/admin/people', people)
    .get('/admin/tenants/:tenant/people', people)
}

function tenantsOn({ directory }: Surroundings, search: string, page: number): Promise<readonly Tenant[]> {
  const first = page * TENANTS_ON_PAGE
  return directory.tenants({ first, max: TENANTS_ON_PAGE + 1, ...(search !== '' && { search }) })
}

async function ownTenants(
  { directory }: Surroundings,
  { authority }: AdminVisit['standing'],
  { login }: AdminVisit['caller'],
): Promise<readonly Tenant[]> {
  return (await directory.tenantsOf(login.userId)).filter(({ id }) => authority.tenants.includes(id))
}

async function peopleOf(
  actions: AdminActions,
  { caller }: AdminVisit,
  tenant: Tenant | null,
  req: Request,
): Promise<Content<'admin-people'>> {
  const { q: search, page } = listQuery.parse(req.query)
  const { people, more } = await actions.listPeople(caller.login.issuer, tenant?.id ?? null, search, page)
  return {
    page: 'admin-people',
    tenant: tenant && namedTenant(tenant),
    search,
    people: people.map(({ person, ...rest }): AdminPeopleView['people'][number] => ({
      ...whoOf(person),
      enabled: person.enabled,
      ...rest,
    })),
    previous: page === 0 ? null : page - 1,
    next: more ? page + 1 : null,
  }
}
