import { expect } from 'chai'
import { uninstall } from '../../src/actions/installation/install.js'
import { ROLE_MARK } from '../../src/domain/installation/mark.js'
import type { FoundRealm } from '../../src/domain/installation/realm.js'
import type { Step } from '../../src/domain/installation/step.js'
import type { RealmAdmin } from '../../src/ports/realm-admin.js'
import { rejection } from './rejection.js'

/** A realm that has nothing but these roles of ours. */
function realmWith(...names: string[]) {
  let roles = names
  const taken: Step[] = []
  const admin: Pick<RealmAdmin, 'read' | 'take'> = {
    read: async (): Promise<FoundRealm> => ({
      ...{ clientScopes: [], clients: [], runtime: null, defaultRole: 'default' },
      realmRoles: roles.map((name) => ({ name, attributes: ROLE_MARK })),
    }),
    take: async (step) => {
      taken.push(step)
      if (step.kind === 'remove-realm-role') roles = roles.filter((name) => name !== step.name)
    },
  }
  return { admin: admin as RealmAdmin, taken, change: (...now: string[]) => (roles = now) }
}

describe('taking the steps of a plan', () => {
  it('takes those that were confirmed, in whatever order Keycloak lists things by then', async () => {
    const { admin, taken, change } = realmWith('one', 'two')
    const { plan, apply } = uninstall(admin)
    const { steps } = await plan()
    change('two', 'one')
    expect(await apply({ steps })).to.have.length(2)
    expect(taken).to.have.length(2)
  })

  it('takes none where others than the confirmed ones are to be taken by now', async () => {
    for (const now of [['one', 'two'], [], ['two']]) {
      const { admin, taken, change } = realmWith('one')
      const { plan, apply } = uninstall(admin)
      const { steps } = await plan()
      change(...now)
      const error = await rejection(apply({ steps }))
      expect(error).to.include({ code: 'ERR_2FA_CONFLICT' })
      expect(error.message).to.contain('Run this again')
      expect(taken).to.deep.equal([])
    }
  })
})
