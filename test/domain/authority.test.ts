import { expect } from 'chai'
import {
  type Authority,
  administers,
  administersTenant,
  NO_AUTHORITY,
  reachOf,
  type Standing,
} from '../../src/domain/administration/authority.js'

const OPERATOR: Authority = { operator: true, tenants: [] }
const administering = (...tenants: string[]): Authority => ({ operator: false, tenants })

const person = (subjectKey: string, tenants: string[], authority: Authority = NO_AUTHORITY): Standing => ({
  subjectKey,
  tenants,
  authority,
})

const opal = person('opal', [], OPERATOR)
const tess = person('tess', ['acme'], administering('acme'))
const both = person('both', ['acme', 'birch'], administering('acme', 'birch'))
const fred = person('fred', [])

/** Who acts, on whom, and how that ends; the rows read like the sentence they stand for. */
const CASES: readonly [string, Standing, Standing | null, string][] = [
  ['an operator acts on somebody without a tenant', opal, fred, 'act'],
  ['an operator acts on a member of any tenant', opal, person('dora', ['dune']), 'act'],
  ['an operator acts on a tenant administrator', opal, tess, 'act'],
  ['an operator acts on another operator', opal, person('omar', [], OPERATOR), 'act'],
  ['an operator only looks at themselves', opal, opal, 'look oneself'],
  ['an operator finds nobody who does not exist', opal, null, 'none outside'],
  ['a tenant administrator acts on a member of their tenant', tess, person('bea', ['acme']), 'act'],
  ['a tenant administrator acts on a colleague', tess, person('tom', ['acme'], administering('acme')), 'act'],
  ['a tenant administrator only looks at themselves', tess, tess, 'look oneself'],
  [
    'a tenant administrator only looks at a member of two tenants',
    tess,
    person('ann', ['acme', 'birch']),
    'look other-tenant',
  ],
  ['the administrator of both tenants acts on a member of both', both, person('ann', ['birch', 'acme']), 'act'],
  ['a tenant administrator only looks at an operator', tess, person('omar', ['acme'], OPERATOR), 'look higher-role'],
  ['a tenant administrator only looks at who administers more', tess, both, 'look higher-role'],
  ['a tenant administrator finds nobody of another tenant', tess, person('cora', ['cedar']), 'none outside'],
  ['a tenant administrator finds nobody without a tenant', tess, fred, 'none outside'],
  ['a tenant administrator finds no operator without a tenant', tess, opal, 'none outside'],
  ['a tenant administrator finds nobody who does not exist', tess, null, 'none outside'],
  [
    'an administrator who has left the tenant still administers it',
    person('tia', [], administering('acme')),
    person('bea', ['acme']),
    'act',
  ],
  ['somebody without a role is refused', fred, person('bea', ['acme']), 'none no-role'],
  ['somebody without a role is refused also for themselves', fred, fred, 'none no-role'],
  ['somebody without a role does not learn who exists', fred, null, 'none no-role'],
]

describe('reachOf', () => {
  for (const [title, administrator, target, expected] of CASES) {
    it(title, () => {
      expect(Object.values(reachOf(administrator, target)).join(' ')).to.equal(expected)
    })
  }
})

describe('administers', () => {
  it('is true of operators and of tenant administrators alone', () => {
    expect([OPERATOR, administering('acme'), NO_AUTHORITY].map(administers)).to.deep.equal([true, true, false])
  })

  it('holds a tenant administrator to their tenants', () => {
    expect(administersTenant(OPERATOR, 'acme')).to.equal(true)
    expect(administersTenant(administering('acme'), 'acme')).to.equal(true)
    expect(administersTenant(administering('acme'), 'birch')).to.equal(false)
    expect(administersTenant(NO_AUTHORITY, 'acme')).to.equal(false)
  })
})
