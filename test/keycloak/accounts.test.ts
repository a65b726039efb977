import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { fixedId } from '../../dev/people.js'
import { realmNames } from '../../dev/realm.js'
import { testRealm } from '../../dev/test-portal.js'
import { keycloakDirectory } from '../../src/keycloak/index.js'
import { administrator, newPerson } from '../attacks/people.js'
import { connect, newAccount } from '../attacks/providers.js'

const url = requirePart('keycloak')

const NOBODY = '00000000-0000-4000-8000-000000000000'
const acme = fixedId('tenant', 'acme')
const directory = () =>
  keycloakDirectory({
    url: url ?? '',
    realm: realmNames.realm,
    clientId: realmNames.runtimeClient,
    clientSecret: testRealm.runtimeSecret,
  })

if (url !== undefined) {
  describe('what single sign-on rests on, on a real Keycloak', function () {
    this.timeout(30_000)

    it('knows providers by alias, with the organization that they are linked to', async () => {
      const { identityProvider, identityProviders } = directory()
      const office365 = { alias: 'office365', name: 'Office 365', enabled: true, tenantId: acme }
      const google = { alias: 'google', name: 'Google', enabled: true, tenantId: null }
      expect(await identityProvider('office365')).to.deep.equal(office365)
      expect(await identityProvider('google')).to.deep.equal(google)
      for (const alias of ['nobody', '..', '__proto__']) expect(await identityProvider(alias)).to.equal(null)
      expect(await identityProviders([])).to.deep.equal([google])
      expect(await identityProviders([acme])).to.deep.equal([google, office365])
      expect(await identityProviders([fixedId('tenant', 'birch'), NOBODY])).to.deep.equal([google])
    })

    it('tells at once that a provider was disabled, where it is asked anew', async () => {
      const { identityProvider } = directory()
      expect((await identityProvider('google'))?.enabled).to.equal(true)
      const keycloak = await administrator()
      const provider = await keycloak.identityProviders.findOne({ alias: 'google' })
      await keycloak.identityProviders.update({ alias: 'google' }, { ...provider, enabled: false })
      try {
        expect((await identityProvider('google'))?.enabled).to.equal(true)
        expect((await identityProvider('google', { fresh: true }))?.enabled).to.equal(false)
        expect(await directory().identityProviders([])).to.deep.equal([])
      } finally {
        await keycloak.identityProviders.update({ alias: 'google' }, { ...provider, enabled: true })
      }
    })

    it('knows the accounts of people, disconnects and connects them', async () => {
      const { identitiesOf, disconnect } = directory()
      const person = await newPerson()
      const account = await newAccount()
      expect(await identitiesOf(person.id)).to.deep.equal([])
      await connect(person, 'google', account)
      const google = { provider: 'google', providerUserId: account.id, userName: account.name }
      expect(await identitiesOf(person.id)).to.deep.equal([google])
      expect(await identitiesOf(NOBODY)).to.deep.equal([])
      expect(await directory().connectedTo('google')).to.include(person.id)
      expect(await directory().connectedTo('office365')).not.to.include(person.id)
      expect(await directory().connectedTo('nobody')).to.deep.equal(new Set())
      await disconnect(person.id, 'office365')
      expect(await identitiesOf(person.id)).to.deep.equal([google])
      await disconnect(person.id, 'google')
      expect(await identitiesOf(person.id)).to.deep.equal([])
      await directory().connect(person.id, google)
      expect(await identitiesOf(person.id)).to.deep.equal([google])
    })

    it('knows who has a password, and takes somebody unknown for one who has', async () => {
      const { hasPassword } = directory()
      const person = await newPerson()
      expect(await hasPassword(person.id)).to.equal(true)
      const keycloak = await administrator()
      const [password] = await keycloak.users.getCredentials({ id: person.id })
      await keycloak.users.deleteCredential({ id: person.id, credentialId: password?.id ?? '' })
      expect(await hasPassword(person.id)).to.equal(false)
      expect(await hasPassword('f:a0b1:fred')).to.equal(true)
      expect(await hasPassword(NOBODY)).to.equal(true)
    })

    it('knows no start of a session that there is not', async () => {
      const person = await newPerson()
      expect(await directory().sessionStartedAt(person.id, 'no-session')).to.equal(null)
      expect(await directory().sessionStartedAt(NOBODY, 'no-session')).to.equal(null)
    })

    it('reads what acr values are worth from the realm, and says so where it can’t', async () => {
      expect(await directory().acrLevels()).to.deep.equal({})
      const keycloak = await administrator()
      const realm = await keycloak.realms.findOne({ realm: realmNames.realm })
      const map = (text: string) =>
        keycloak.realms.update(
          { realm: realmNames.realm },
          { ...realm, attributes: { ...realm?.attributes, 'acr.loa.map': text } },
        )
      try {
        await map('{"silver":"1","gold":"2"}')
        expect(await directory().acrLevels()).to.deep.equal({ silver: 1, gold: 2 })
        for (const wrong of ['{"gold"', '[2]', '{"gold":"two"}', '{"gold":{}}']) {
          await map(wrong)
          const error = await directory()
            .acrLevels()
            .catch((thrown: unknown) => thrown)
          expect(error, wrong).to.have.property('code', 'ERR_2FA_DIRECTORY')
        }
      } finally {
        await map('')
      }
    })
  })
}
