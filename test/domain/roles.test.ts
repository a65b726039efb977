import { expect } from 'chai'
import { isAdministrator, NOBODY, type Roles, roleNeeds } from '../../src/domain/tenant-policy/roles.js'

const NONE: Roles = { realmRoles: [], clientRoles: {}, groups: {} }
const group = (path: string) => ({ path, realmRoles: [], clientRoles: {} })

describe('who is an administrator', () => {
  const rule = { realmRoles: ['manager'], clientRoles: { shop: ['admin'] }, organizationGroups: ['/administrators'] }

  it('nobody, where no rule says so', () => {
    const roles: Roles = { realmRoles: ['admin'], clientRoles: {}, groups: { acme: [group('/administrators')] } }
    expect(isAdministrator(NOBODY, roles, 'acme')).to.equal(false)
  })

  it('whoever holds one of the realm roles, in every tenant', () => {
    const roles = { ...NONE, realmRoles: ['manager'] }
    expect(isAdministrator(rule, roles, 'acme')).to.equal(true)
    expect(isAdministrator(rule, roles, null)).to.equal(true)
    expect(isAdministrator(rule, { ...NONE, realmRoles: ['Manager', 'managers'] }, 'acme')).to.equal(false)
  })

  it('whoever holds one of the roles of a client, of that client alone', () => {
    expect(isAdministrator(rule, { ...NONE, clientRoles: { shop: ['admin'] } }, 'acme')).to.equal(true)
    expect(isAdministrator(rule, { ...NONE, clientRoles: { other: ['admin'] } }, 'acme')).to.equal(false)
  })

  it('whoever is in a group of the tenant or in a group within it, in that tenant alone', () => {
    for (const path of ['/administrators', '/administrators/night']) {
      const roles = { ...NONE, groups: { acme: [group(path)] } }
      expect(isAdministrator(rule, roles, 'acme'), path).to.equal(true)
      expect(isAdministrator(rule, roles, 'birch'), path).to.equal(false)
      expect(isAdministrator(rule, roles, null), path).to.equal(false)
    }
    expect(isAdministrator(rule, { ...NONE, groups: { acme: [group('/administrators-of-old')] } }, 'acme')).to.equal(
      false,
    )
  })

  it('whoever holds a role through a group of the tenant, in that tenant alone', () => {
    const held = { path: '/any', realmRoles: ['manager'], clientRoles: {} }
    expect(isAdministrator(rule, { ...NONE, groups: { acme: [held] } }, 'acme')).to.equal(true)
    expect(isAdministrator(rule, { ...NONE, groups: { acme: [held] } }, 'birch')).to.equal(false)
  })

  it('nobody by a tenant or client that is named like a part of every object', () => {
    const odd = { ...rule, clientRoles: { constructor: ['name'] } }
    expect(isAdministrator(odd, NONE, 'constructor')).to.equal(false)
  })

  it('asks the directory only for what the rules speak of', () => {
    expect(roleNeeds([NOBODY], ['acme'])).to.deep.equal({ realmRoles: false, clients: [], tenants: [] })
    expect(roleNeeds([NOBODY, { ...NOBODY, organizationGroups: ['/a'] }], ['acme'])).to.deep.equal({
      realmRoles: false,
      clients: [],
      tenants: ['acme'],
    })
    expect(
      roleNeeds([rule, { ...NOBODY, clientRoles: { shop: ['x'], till: ['y'] } }], ['acme', 'birch']),
    ).to.deep.equal({ realmRoles: true, clients: ['shop', 'till'], tenants: ['acme', 'birch'] })
  })
})
