import { expect } from 'chai'
import { peopleLetBy } from '../../src/actions/single-sign-on/people-let-by.js'
import { testDirectory } from '../../src/testing/test-directory.js'

describe('people whom a tenant lets by', () => {
  const at = (provider: string) => [{ provider, providerUserId: '1', userName: 'x' }]
  const directory = testDirectory({
    identityProviders: [
      { alias: 'office365', name: 'Office 365', enabled: true, tenantId: 'acme' },
      { alias: 'google', name: 'Google', enabled: true, tenantId: null },
      { alias: 'other', name: 'Other', enabled: true, tenantId: 'birch' },
      { alias: 'old', name: 'Old', enabled: false, tenantId: 'acme' },
    ],
    identities: { sam: at('office365'), gina: at('google'), otto: at('other'), olga: at('old'), fred: [] },
  })
  const people = async (sso: Parameters<ReturnType<typeof peopleLetBy>>[1]) => {
    const isLetBy = await peopleLetBy({ directory })('acme', sso)
    return ['sam', 'gina', 'otto', 'olga', 'fred', 'nobody'].filter(isLetBy)
  }

  it('are those with an account at an enabled provider of whom the policy says so', async () => {
    expect(await people({ bypass: 'organization', providers: {} })).to.deep.equal(['sam'])
    expect(await people({ bypass: 'all', providers: {} })).to.deep.equal(['sam', 'gina'])
    expect(await people({ bypass: 'all', providers: { office365: 'enforce' } })).to.deep.equal(['gina'])
    expect(await people({ bypass: 'none', providers: { google: 'bypass' } })).to.deep.equal(['gina'])
    expect(await people({ bypass: 'none', providers: {} })).to.deep.equal([])
  })

  it('are none where the directory does not know accounts', async () => {
    const isLetBy = await peopleLetBy({ directory: {} })('acme', { bypass: 'all', providers: {} })
    expect(isLetBy('sam')).to.equal(false)
  })
})
