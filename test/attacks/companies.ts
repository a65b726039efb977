import { randomBytes } from 'node:crypto'
import type { TenantPolicy } from '../../src/index.js'
import { outcomeOf } from './outcomes.js'
import { administrator, newPerson, type Person } from './people.js'
import type { Enrolled } from './portal.js'
import type { Answer } from './visitor.js'

/** An organization of the real Keycloak that nobody else uses. */
export interface Company {
  readonly id: string
  readonly alias: string
}

/** Adds an organization, on the business plan. */
export async function newCompany(): Promise<Company> {
  const alias = `company-${randomBytes(6).toString('hex')}`
  const keycloak = await administrator()
  const { id } = await keycloak.organizations.create({
    ...{ name: `Company ${alias}`, alias, domains: [{ name: `${alias}.example` }] },
    attributes: { plan: ['business'] },
  })
  return { id, alias }
}

/** Adds a person of these organizations; an administrator of them has the realm's role for it. */
export async function newMember(companies: readonly Company[], role?: 'tenant-administrator'): Promise<Person> {
  const person = await newPerson()
  const keycloak = await administrator()
  for (const { id: orgId } of companies) await keycloak.organizations.addMember({ orgId, userId: person.id })
  if (role !== undefined) await giveRole(person, role)
  return person
}

/** Gives a person a role of the realm. */
export async function giveRole({ id }: Person, name: 'tenant-administrator' | 'operator'): Promise<void> {
  const keycloak = await administrator()
  const role = await keycloak.roles.findOneByName({ name })
  await keycloak.users.addRealmRoleMappings({ id, roles: [{ id: role?.id ?? '', name }] })
}

/** Edits attributes of an organization, as Keycloak's console does; null removes one. */
export async function editAttributes({ id }: Company, changes: Record<string, string[] | null>): Promise<void> {
  const { organizations } = await administrator()
  const whole = await organizations.findOne({ id })
  const attributes: Record<string, string[]> = { ...whole?.attributes }
  for (const [name, values] of Object.entries(changes)) {
    if (values === null) delete attributes[name]
    else attributes[name] = values
  }
  await organizations.updateById({ id }, { ...whole, attributes })
}

/** Signs an administrator in, with a code, and saves the form of a company's policy with these fields changed. */
export async function savePolicy(by: Enrolled, { id }: Company, changes: Record<string, unknown>): Promise<Answer> {
  const browser = await by.atCodePage()
  const outcome = await outcomeOf(browser, await by.code())
  if (outcome !== 'accepted') throw new Error(`The administrator's code was ${outcome}.`)
  const path = `/two-factor/admin/tenants/${id}/policy`
  const json = { accept: 'application/json' }
  const shown = await browser.get(path, { headers: json })
  if (shown.status !== 200) return shown
  const { policy, version, csrfToken } = JSON.parse(shown.body)
  const headers = { ...json, 'content-type': 'application/json', 'x-csrf-token': csrfToken }
  const body = JSON.stringify({ ...fieldsOf(policy), version, ...changes })
  return browser.send(path, body, { headers, follow: false })
}

/** The fields of the form. */
const fieldsOf = (policy: TenantPolicy) => ({
  ...{ requirement: policy.requirement, appliesTo: policy.appliesTo, from: policy.from ?? '' },
  ...{ takesEffect: policy.takesEffect, methods: policy.methods, smsFallback: policy.smsFallback },
  ssoBypass: policy.sso.bypass,
  ssoProviders: Object.entries(policy.sso.providers)
    .map(([alias, setting]) => `${alias} = ${setting}`)
    .join('\n'),
  trustedDays: policy.trustedDevices.days,
  ...{ graceDays: policy.grace.days ?? '', graceLogins: policy.grace.logins ?? '' },
  ...{ readable: policy.backupCodes.readable, helpContact: policy.helpContact ?? '' },
  ...{ acr: policy.acceptKeycloak.acr.join('\n'), amr: policy.acceptKeycloak.amr.join('\n') },
})
