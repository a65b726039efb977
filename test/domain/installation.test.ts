import { expect } from 'chai'
import { NOTES, OWNER, US } from '../../src/domain/installation/mark.js'
import { planInstallation } from '../../src/domain/installation/plan-installation.js'
import { planUninstallation } from '../../src/domain/installation/plan-uninstallation.js'
import type { FoundClient, FoundRealm, WantedRealm } from '../../src/domain/installation/realm.js'

const OURS = { [OWNER]: US }
const BACKCHANNEL = 'https://portal.example/two-factor/backchannel-logout'
const AFTER = 'https://portal.example/login'

const mapper = {
  name: 'two-factor bridge',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-hardcoded-claim-mapper',
  config: { 'claim.name': 'two_factor_bridge', 'id.token.claim': 'true' },
}
const scope = {
  name: 'two-factor',
  description: 'What we must know',
  protocol: 'openid-connect',
  attributes: { ...OURS, 'include.in.token.scope': 'false' },
  protocolMappers: [mapper],
}
const wanted: WantedRealm = {
  clientScopes: [scope],
  realmRoles: ['operator'],
  runtime: { clientId: 'runtime', roles: ['view-realm', 'manage-users'] },
  clients: [
    { clientId: 'portal', logout: { backchannelUrl: BACKCHANNEL, returnsTo: AFTER } },
    { clientId: 'mobile', logout: null },
  ],
}

const client = (clientId: string, changes: Partial<FoundClient> = {}): FoundClient => ({
  clientId,
  enabled: true,
  attributes: {},
  defaultClientScopes: ['basic'],
  optionalClientScopes: [],
  redirectUris: [],
  rootUrl: '',
  publicClient: false,
  frontchannelLogout: false,
  serviceAccountsEnabled: false,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  ...changes,
})

const portal = client('portal', {
  defaultClientScopes: ['basic', 'two-factor'],
  attributes: {
    'backchannel.logout.url': BACKCHANNEL,
    'backchannel.logout.session.required': 'true',
    'post.logout.redirect.uris': AFTER,
  },
})
const runtime = client('runtime', { attributes: OURS, serviceAccountsEnabled: true, standardFlowEnabled: false })

/** A realm that is as it should be. */
const whole: FoundRealm = {
  clientScopes: [scope, { ...scope, name: 'profile', attributes: {} }],
  realmRoles: [
    { name: 'operator', attributes: {} },
    { name: 'staff', attributes: {} },
  ],
  defaultRole: 'default-roles-acme',
  clients: [portal, client('mobile', { defaultClientScopes: ['two-factor'] }), runtime, client('other')],
  runtime: { isSecretRight: true, roles: ['manage-users', 'view-realm'], realmRoles: [] },
}
const bare: FoundRealm = {
  clientScopes: [],
  realmRoles: [],
  defaultRole: 'default-roles-acme',
  clients: [client('portal'), client('mobile')],
  runtime: null,
}
const having = (changed: FoundClient): FoundRealm => ({
  ...whole,
  clients: whole.clients.map((one) => (one.clientId === changed.clientId ? changed : one)),
})
const scopeAs = (changed: Partial<FoundRealm['clientScopes'][number]>): FoundRealm => ({
  ...whole,
  clientScopes: [{ ...scope, ...changed }],
})

const assign = { kind: 'assign-client-scope', scope: 'two-factor', wasOptional: false }
const BOTH_BACKCHANNEL = {
  'backchannel.logout.url': BACKCHANNEL,
  'backchannel.logout.session.required': 'true',
  [NOTES.backchannelLogout]: BACKCHANNEL,
  [NOTES.backchannelSession]: 'true',
}
const change = (attributes: Record<string, string>, more = {}) => ({
  kind: 'change-client',
  clientId: 'portal',
  change: { attributes, ...more },
})
const postLogout = (value: string | undefined) =>
  having({
    ...portal,
    redirectUris: ['/app/*', 'https://other.example/x'],
    rootUrl: 'https://portal.example/',
    attributes: { ...portal.attributes, ...(value === undefined ? {} : { 'post.logout.redirect.uris': value }) },
  })
const without = ({ attributes, ...rest }: FoundClient, name: string): FoundClient => {
  const { [name]: _left, ...others } = attributes
  return { ...rest, attributes: others }
}

const STEPS: readonly [of: string, found: FoundRealm, steps: readonly object[]][] = [
  ['a realm that is as it should be', whole, []],
  [
    'a realm with nothing of it',
    bare,
    [
      { kind: 'create-client-scope', scope },
      { kind: 'create-realm-role', name: 'operator' },
      { kind: 'create-service-account', clientId: 'runtime' },
      { kind: 'grant-roles', clientId: 'runtime', roles: ['view-realm', 'manage-users'] },
      { kind: 'withdraw-realm-role', clientId: 'runtime', role: 'default-roles-acme' },
      { ...assign, clientId: 'portal' },
      change({ ...BOTH_BACKCHANNEL, 'post.logout.redirect.uris': `+##${AFTER}`, [NOTES.postLogout]: AFTER }),
      { ...assign, clientId: 'mobile' },
    ],
  ],
  [
    'a scope with another description, and settings of Keycloak’s own',
    scopeAs({ description: 'x', attributes: { ...scope.attributes, 'gui.order': '1' } }),
    [
      {
        kind: 'update-client-scope',
        scope: {
          name: 'two-factor',
          description: scope.description,
          protocol: scope.protocol,
          attributes: scope.attributes,
        },
      },
    ],
  ],
  [
    'a scope without its mapper',
    scopeAs({ protocolMappers: [] }),
    [{ kind: 'add-mapper', scope: 'two-factor', mapper }],
  ],
  [
    'a mapper that somebody has switched off for the ID token',
    scopeAs({ protocolMappers: [{ ...mapper, config: { ...mapper.config, 'id.token.claim': 'false' } }] }),
    [{ kind: 'update-mapper', scope: 'two-factor', mapper }],
  ],
  [
    'a mapper with settings of Keycloak’s own, one of an older version, and one of somebody else',
    scopeAs({
      protocolMappers: [
        { ...mapper, config: { ...mapper.config, 'lightweight.claim': 'false' } },
        { ...mapper, name: 'two-factor of old' },
        { ...mapper, name: 'department' },
      ],
    }),
    [{ kind: 'remove-mapper', scope: 'two-factor', name: 'two-factor of old' }],
  ],
  [
    'an account with another secret, a role too few, one too many, and Keycloak’s default roles',
    {
      ...whole,
      runtime: {
        isSecretRight: false,
        roles: ['view-realm', 'view-events'],
        realmRoles: ['of-somebody', 'default-roles-acme'],
      },
    },
    [
      { kind: 'update-service-account', clientId: 'runtime', changes: ['secret'] },
      { kind: 'grant-roles', clientId: 'runtime', roles: ['manage-users'] },
      { kind: 'withdraw-realm-role', clientId: 'runtime', role: 'default-roles-acme' },
    ],
  ],
  [
    'an account that somebody has disabled and lets people sign in',
    having({ ...runtime, enabled: false, standardFlowEnabled: true }),
    [{ kind: 'update-service-account', clientId: 'runtime', changes: ['enabled', 'standardFlowEnabled'] }],
  ],
  [
    'a client that has the scope as an optional one, and logs out by frontchannel',
    having({ ...portal, defaultClientScopes: [], optionalClientScopes: ['two-factor'], frontchannelLogout: true }),
    [
      { ...assign, clientId: 'portal', wasOptional: true },
      change({ [NOTES.frontchannelLogout]: 'true' }, { frontchannelLogout: false }),
    ],
  ],
  [
    'a client that had another address of ours before',
    having({
      ...portal,
      attributes: {
        'backchannel.logout.url': 'https://old.example/x',
        'backchannel.logout.session.required': 'true',
        'post.logout.redirect.uris': 'https://keep.example/##https://old.example/login',
        [NOTES.backchannelLogout]: 'https://old.example/x',
        [NOTES.postLogout]: 'https://old.example/login',
      },
    }),
    [
      change({
        'backchannel.logout.url': BACKCHANNEL,
        [NOTES.backchannelLogout]: BACKCHANNEL,
        'post.logout.redirect.uris': `https://keep.example/##${AFTER}`,
        [NOTES.postLogout]: AFTER,
      }),
    ],
  ],
]

const returning = (value: string) => change({ 'post.logout.redirect.uris': value, [NOTES.postLogout]: AFTER })

const ADDRESSES: readonly [value: string | undefined, steps: readonly object[]][] = [
  [AFTER, []],
  ['https://portal.example/*', []],
  ['https://x.example/##https://portal.example/lo*', []],
  ['+', [returning(`+##${AFTER}`)]],
  ['', [returning(`+##${AFTER}`)]],
  ['-', [returning(AFTER)]],
  ['https://portal.example/', [returning(`https://portal.example/##${AFTER}`)]],
]

describe('installing into a realm', () => {
  for (const [of, found, steps] of STEPS) {
    it(`${steps.length === 0 ? 'leaves alone' : 'plans for'} ${of}`, () => {
      expect(planInstallation(wanted, found)).to.deep.equal({ steps, obstacles: [] })
    })
  }

  for (const [value, steps] of ADDRESSES) {
    it(`${steps.length === 0 ? 'finds the address after a logout in' : 'adds it to'} "${value}"`, () => {
      expect(planInstallation(wanted, postLogout(value)).steps).to.deep.equal(steps)
    })
  }

  it('takes redirect URIs, relative ones too, where nothing else is said', () => {
    for (const redirectUris of [['/login'], ['/*'], [AFTER]]) {
      const found = having({
        ...without(portal, 'post.logout.redirect.uris'),
        rootUrl: 'https://portal.example',
        redirectUris,
      })
      expect(planInstallation(wanted, found).steps, `${redirectUris}`).to.deep.equal([])
    }
  })

  const foreign: readonly [of: string, found: FoundRealm, steps: readonly string[]][] = [
    ['the client scope "two-factor"', scopeAs({ attributes: {} }), ['update-client-scope']],
    ['the client "runtime"', having({ ...runtime, attributes: {} }), ['update-service-account']],
    [
      'the client "portal"',
      having({ ...portal, attributes: { ...portal.attributes, 'backchannel.logout.url': 'https://x.example/' } }),
      ['change-client'],
    ],
  ]
  for (const [of, found, kinds] of foreign) {
    it(`stops at ${of} of somebody else, and takes it over when told to`, () => {
      const { obstacles } = planInstallation(wanted, found)
      expect(obstacles.map((one) => [one.of, one.cure.includes('--adopt')])).to.deep.equal([[of, true]])
      const adopted = planInstallation(wanted, found, { adopt: true })
      expect([adopted.obstacles, adopted.steps.map(({ kind }) => kind)]).to.deep.equal([[], kinds])
    })
  }

  it('never takes over a client with which people sign in as its account', () => {
    const found = having({ ...runtime, attributes: {}, standardFlowEnabled: true })
    expect(planInstallation(wanted, found, { adopt: true }).obstacles).to.have.length(1)
  })

  it('stops at a client that is not there', () => {
    const { obstacles } = planInstallation(wanted, { ...whole, clients: [portal, runtime] })
    expect(obstacles.map(({ of }) => of)).to.deep.equal(['the client "mobile"'])
  })
})

describe('uninstalling from a realm', () => {
  it('finds nothing where nothing is marked', () => {
    const found = { ...bare, realmRoles: whole.realmRoles, clientScopes: [{ ...scope, attributes: {} }] }
    expect(planUninstallation(found).steps).to.deep.equal([])
  })

  it('removes what is marked, and takes back of clients what it has noted', () => {
    const noted = {
      ...portal.attributes,
      [NOTES.backchannelLogout]: BACKCHANNEL,
      [NOTES.backchannelSession]: 'true',
      [NOTES.postLogout]: AFTER,
      [NOTES.frontchannelLogout]: 'true',
      'post.logout.redirect.uris': `+##${AFTER}`,
    }
    const found = having({ ...portal, attributes: noted })
    const realmRoles = [...whole.realmRoles, { name: 'ours', attributes: { [OWNER]: [US] } }]
    expect(planUninstallation({ ...found, realmRoles }).steps).to.deep.equal([
      // Before anything is taken apart: it may need a right that the account lacks.
      { kind: 'remove-realm-role', name: 'ours' },
      change(
        {
          [NOTES.backchannelLogout]: '',
          [NOTES.backchannelSession]: '',
          [NOTES.postLogout]: '',
          [NOTES.frontchannelLogout]: '',
          'backchannel.logout.url': '',
          'backchannel.logout.session.required': '',
          'post.logout.redirect.uris': '+',
        },
        { frontchannelLogout: true },
      ),
      { kind: 'remove-client-scope', name: 'two-factor' },
      { kind: 'remove-service-account', clientId: 'runtime' },
    ])
  })

  it('leaves what was set by hand before, and takes back only what was switched on beside it', () => {
    const byHand = having(without(portal, 'backchannel.logout.session.required'))
    const [step] = planInstallation(wanted, byHand).steps
    expect(step).to.deep.equal(
      change({ 'backchannel.logout.session.required': 'true', [NOTES.backchannelSession]: 'true' }),
    )
    const attributes = { ...portal.attributes, [NOTES.backchannelSession]: 'true' }
    expect(planUninstallation({ ...bare, clients: [client('portal', { attributes })] }).steps).to.deep.equal([
      change({ 'backchannel.logout.session.required': '', [NOTES.backchannelSession]: '' }),
    ])
  })

  it('leaves what somebody has changed since', () => {
    const attributes = {
      'backchannel.logout.session.required': 'true',
      [NOTES.backchannelSession]: 'true',
      'backchannel.logout.url': 'https://theirs.example/',
      'post.logout.redirect.uris': 'https://theirs.example/',
      [NOTES.backchannelLogout]: BACKCHANNEL,
      [NOTES.postLogout]: AFTER,
    }
    expect(planUninstallation({ ...bare, clients: [client('portal', { attributes })] }).steps).to.deep.equal([
      change({ [NOTES.backchannelLogout]: '', [NOTES.backchannelSession]: '', [NOTES.postLogout]: '' }),
    ])
  })

  it('removes no client with which people sign in, whatever mark somebody has put on it', () => {
    const { steps, obstacles } = planUninstallation({ ...bare, clients: [client('portal', { attributes: OURS })] })
    expect([steps, obstacles.map(({ of }) => of)]).to.deep.equal([[], ['the client "portal"']])
  })

  it('lets a client that could return nowhere return nowhere again', () => {
    const attributes = { 'post.logout.redirect.uris': AFTER, [NOTES.postLogout]: AFTER }
    expect(planUninstallation({ ...bare, clients: [client('portal', { attributes })] }).steps).to.deep.equal([
      change({ [NOTES.postLogout]: '', 'post.logout.redirect.uris': '-' }),
    ])
  })
})
