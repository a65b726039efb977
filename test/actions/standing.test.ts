import { expect } from 'chai'
import { standingOf } from '../../src/actions/administration/standing-of.js'
import { sha256Identities } from '../../src/crypto/identities.js'
import type { Roles } from '../../src/domain/tenant-policy/roles.js'
import { testDirectory } from '../../src/testing/test-directory.js'

const NONE = { realmRoles: [], clientRoles: {}, organizationGroups: [] }
const tenant = (id: string, members: string[], enabled = true) => ({
  ...{ id, alias: id, name: id, enabled, attributes: {}, members },
})
const group = (path: string, realmRoles: string[] = []) => ({ path, realmRoles, clientRoles: {} })

describe('standingOf', () => {
  const rules = {
    operators: { ...NONE, realmRoles: ['operator'], clientRoles: { shop: ['owner'] } },
    tenantAdministrators: { ...NONE, realmRoles: ['tenant-administrator'], organizationGroups: ['/administrators'] },
  }
  const identities = sha256Identities()
  const standing = (roles: Partial<Roles>) => {
    const tenants = [tenant('acme', ['tess']), tenant('birch', ['tess']), tenant('old', ['tess'], false)]
    const directory = testDirectory({ tenants, roles: { tess: roles } })
    return standingOf({ directory, identities, rules })({ issuer: 'https://id.example', userId: 'tess' })
  }

  it('knows every tenant, a disabled one too, and nothing to administer without a role', async () => {
    const { tenants, authority } = await standing({})
    expect(tenants).to.deep.equal(['acme', 'birch', 'old'])
    expect(authority).to.deep.equal({ operator: false, tenants: [] })
  })

  it('takes a role of the realm or of a client for every tenant of the person', async () => {
    expect((await standing({ realmRoles: ['tenant-administrator'] })).authority.tenants).to.deep.equal([
      'acme',
      'birch',
    ])
    expect((await standing({ realmRoles: ['operator'] })).authority.operator).to.equal(true)
    expect((await standing({ clientRoles: { shop: ['owner'] } })).authority.operator).to.equal(true)
  })

  it('takes a group of an organization for that tenant alone', async () => {
    const { authority } = await standing({ groups: { birch: [group('/administrators/night')] } })
    expect(authority).to.deep.equal({ operator: false, tenants: ['birch'] })
  })

  it('makes nobody an operator by what a tenant can give away', async () => {
    const { authority } = await standing({ groups: { acme: [group('/x', ['operator'])] } })
    expect(authority.operator).to.equal(false)
  })
})
