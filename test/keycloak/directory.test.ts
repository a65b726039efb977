import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { realmNames } from '../../dev/realm.js'
import { testRealm } from '../../dev/test-portal.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { administrator, newPerson } from '../attacks/people.js'

const url = requirePart('keycloak')

const account = () => ({
  url: url ?? '',
  realm: realmNames.realm,
  clientId: realmNames.runtimeClient,
  clientSecret: testRealm.runtimeSecret,
})
const acme = fixedId('tenant', 'acme')

/** Gives the runtime service account a role of realm-management, until it is withdrawn. */
async function allow(keycloak: Awaited<ReturnType<typeof administrator>>, name: string): Promise<() => Promise<void>> {
  const idOf = async (clientId: string) => (await keycloak.clients.find({ clientId }))[0]?.id ?? ''
  const { id = '' } = await keycloak.clients.getServiceAccountUser({ id: await idOf(realmNames.runtimeClient) })
  const clientUniqueId = await idOf('realm-management')
  const role = await keycloak.clients.findRole({ id: clientUniqueId, roleName: name })
  const mapping = { id, clientUniqueId, roles: [{ id: role?.id ?? '', name }] }
  await keycloak.users.addClientRoleMappings(mapping)
  return () => keycloak.users.delClientRoleMappings(mapping)
}

if (url !== undefined) {
  describe('the directory, on a real Keycloak', () => {
    it('knows the tenants of the example’s people', async () => {
      const directory = keycloakDirectory(account())
      const aliases = async (name: string) =>
        (await directory.tenantsOf(fixedId('person', name))).map(({ alias }) => alias).sort()
      expect(await aliases('ann')).to.deep.equal(['acme', 'birch'])
      expect(await aliases('fred')).to.deep.equal([])
      expect(await directory.tenantsOf('00000000-0000-4000-8000-000000000000')).to.deep.equal([])
    })

    it('leaves a disabled organization out, also for its members', async () => {
      const keycloak = await administrator()
      const person = await newPerson()
      const { id } = await keycloak.organizations.create({
        name: person.name,
        alias: person.name,
        domains: [{ name: `${person.name}.example` }],
        attributes: { plan: ['business'] },
      })
      await keycloak.organizations.addMember({ orgId: id, userId: person.id })
      const directory = keycloakDirectory(account())
      expect(await directory.tenantsOf(person.id)).to.deep.equal([
        { id, alias: person.name, name: person.name, enabled: true, attributes: { plan: ['business'] } },
      ])
      const organization = await keycloak.organizations.findOne({ id })
      await keycloak.organizations.updateById({ id }, { ...organization, enabled: false })
      expect(await directory.tenantsOf(person.id)).to.have.length(1)
      expect(await directory.tenantsOf(person.id, { fresh: true })).to.deep.equal([])
      expect(await directory.tenant(id)).to.include({ enabled: false })
      await keycloak.organizations.delById({ id })
      expect(await directory.tenant(id)).to.equal(null)
    })

    it('reads roles held directly, by a client, and through the groups of an organization', async () => {
      const keycloak = await administrator()
      const person = await newPerson()
      await keycloak.organizations.addMember({ orgId: acme, userId: person.id })
      const groups = keycloak.organizations.groups(acme)
      await groups.create({ name: person.name })
      const group = (await groups.find({ search: person.name })).find(({ name }) => name === person.name)
      const groupId = group?.id ?? ''
      await groups.addMemberToOrgGroup({ groupId, userId: person.id })
      const role = await keycloak.roles.findOneByName({ name: 'operator' })
      await groups.addRealmRoleMappings({ id: groupId, roles: [{ id: role?.id ?? '', name: 'operator' }] })
      const admin = await keycloak.roles.findOneByName({ name: 'tenant-administrator' })
      await keycloak.users.addRealmRoleMappings({
        id: person.id,
        roles: [{ id: admin?.id ?? '', name: 'tenant-administrator' }],
      })
      const directory = keycloakDirectory(account())
      const needs = { realmRoles: true, clients: ['account'], tenants: [acme] }
      const refused = await directory.rolesOf(person.id, needs).catch((error) => error)
      expect(refused.message).to.contain('"view-clients"')
      const withdraw = await allow(keycloak, 'view-clients')
      const roles = await keycloakDirectory(account()).rolesOf(person.id, needs).finally(withdraw)
      expect(roles.realmRoles).to.include('tenant-administrator').and.not.to.include('operator')
      expect(roles.clientRoles.account).to.include('manage-account')
      expect(roles.groups[acme]).to.deep.equal([{ path: `/${person.name}`, realmRoles: ['operator'], clientRoles: {} }])
      await groups.del({ id: groupId })
    })

    it('lists tenants and members by pages', async () => {
      const directory = keycloakDirectory(account())
      expect(
        (await directory.tenants({ first: 0, max: 100, search: 'cedar' })).map(({ alias }) => alias),
      ).to.deep.equal(['cedar'])
      expect((await directory.tenants({ first: 1, max: 2 })).length).to.equal(2)
      const members = await directory.members(fixedId('tenant', 'cedar'), { first: 0, max: 10 })
      expect(members.map(({ username }) => username).sort()).to.deep.equal(['carl', 'cora'])
      expect(members[0]).to.include({ emailVerified: true, enabled: true })
    })
  })
}
