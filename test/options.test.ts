import { expect } from 'chai'
import { requiredDemand } from '../src/call-options.js'
import { createTwoFactor } from '../src/create-two-factor.js'
import { isTwoFactorError } from '../src/errors.js'
import { checkOptions, type TwoFactorOptions } from '../src/options.js'
import { testClock, withTestClock } from '../src/testing/test-clock.js'
import { testDirectory } from '../src/testing/test-directory.js'
import { memoryStore } from './actions/memory-store.js'

const PAGES = ['settings', 'challenge']

const OPTIONS: TwoFactorOptions = {
  name: 'Acme Portal',
  url: 'https://portal.acme.example/two-factor',
  secretKeys: [{ id: '2026-11', key: 'a'.repeat(64) }],
  login: () => undefined,
  signIn: '/login',
  signOut: '/logout',
  store: memoryStore(),
  directory: testDirectory(),
  mailer: { send: async () => {} },
}

function refused(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_CONFIGURATION')
    return error.message
  }
  return expect.fail('it was accepted')
}

const refusedWith = (changes: Record<string, unknown>) =>
  refused(() => checkOptions({ ...OPTIONS, ...changes } as TwoFactorOptions, PAGES))

describe('checkOptions', () => {
  it('fills in the defaults', () => {
    expect(checkOptions(OPTIONS, PAGES)).to.deep.include({
      name: 'Acme Portal',
      url: { origin: 'https://portal.acme.example', base: '/two-factor' },
      policies: {
        owner: 'application',
        newTenant: 'off',
        withoutTenant: 'optional',
        takesEffect: 'next-login',
        methods: ['totp', 'email', 'sms'],
        smsFallback: 'email',
        helpContact: null,
        sso: { bypass: 'organization', providers: {} },
        trustedDevices: { days: 90 },
      },
      trustedDevices: { unreadablePassword: 'ask' },
      revocation: { within: 5000 },
      mobileReturns: {},
      home: '/',
      timeZone: 'UTC',
      pages: {},
    })
  })

  it('refuses to exempt a client of the application’s own', () => {
    const nothing = async () => null
    const directory = { ...testDirectory(), verifyAccessToken: nothing, verifyLogoutToken: nothing }
    const bearer = { audiences: ['portal-api'], exemptClients: ['portal'] }
    expect(refusedWith({ directory, bearer, clientIds: ['portal'] })).to.contain('"bearer.exemptClients"')
  })

  it('keeps what is given', () => {
    const given = {
      policies: {
        owner: 'shared',
        newTenant: 'optional',
        withoutTenant: 'required',
        takesEffect: 'now',
        methods: ['totp'],
        smsFallback: 'none',
        helpContact: 'extension 4711',
        sso: { bypass: 'none', providers: { google: 'bypass' } },
        trustedDevices: { days: 0 },
      },
      trustedDevices: { unreadablePassword: 'trust' },
      revocation: { within: '0s' },
      home: '/start',
      timeZone: 'Europe/Berlin',
      authenticatorApps: [{ name: 'Own App', links: { web: 'https://app.example/' } }],
      pages: { settings: () => '<html>' },
      onEvent: () => {},
    } as const
    expect(checkOptions({ ...OPTIONS, ...given }, PAGES)).to.deep.include({
      ...given,
      revocation: { within: 0 },
    })
  })

  for (const name of Object.keys(OPTIONS).filter((option) => option !== 'mailer')) {
    it(`names "${name}" where it is missing, and what it must be`, () => {
      expect(refusedWith({ [name]: undefined }))
        .to.contain(`Option "${name}"`)
        .and.to.match(/missing|must be/)
    })
  }

  it('names every option that is missing or wrong at once', () => {
    const message = refusedWith({ name: undefined, signIn: 'login', store: null })
    for (const name of ['name', 'signIn', 'store']) expect(message).to.contain(`Option "${name}"`)
  })

  for (const [option, value, cure] of [
    ['name', 5, /must|text|string/],
    ['name', '', /empty/],
    ['name', '   ', /empty/],
    ['name', 'x'.repeat(65), /64/],
    ['name', 'Acme\r\nBcc: all@acme.example', /line|control|character/],
    ['url', 5, /must|text|string|address/],
    ['url', 'portal.acme.example/two-factor', /must be an address, such as "https:/],
    ['url', '/two-factor', /must be an address/],
    ['url', 'http://portal.acme.example/two-factor', /https:\/\//],
    ['url', 'http://localhost.acme.example/two-factor', /https:\/\//],
    ['url', 'ftp://portal.acme.example/two-factor', /https:\/\//],
    ['url', 'javascript:alert(1)', /https:\/\/|path/],
    ['url', 'https://portal.acme.example', /path of its own/],
    ['url', 'https://portal.acme.example/', /path of its own/],
    ['url', 'https://portal.acme.example//', /path/],
    ['url', 'https://portal.acme.example//evil.example', /path/],
    ['url', 'https://portal.acme.example/two-factor?x=1', /query/],
    ['url', 'https://portal.acme.example/two-factor#x', /fragment/],
    ['secretKeys', 'a'.repeat(64), /must|list|array/],
    ['secretKeys', [{ id: '2026-11' }], /key/],
    ['secretKeys', [{ id: '2026-11', key: 5 }], /must be|32 bytes|base64/],
    ['secretKeys', [{ key: 'a'.repeat(64) }], /id/],
    ['login', { user: 1 }, /must be a function of the request/],
    ['signIn', 'login', /must be a path on this site, such as "\/login"/],
    ['signIn', 'https://id.example/login', /must be a path/],
    ['signIn', '//id.example/login', /must be a path/],
    ['signIn', '/\\id.example/login', /must be a path/],
    ['signIn', '/log in', /must be a path/],
    ['signOut', '', /must be a path/],
    ['home', 'javascript:alert(1)', /must be a path/],
    ['store', {}, /typeormStore\(dataSource\) or sqliteStore\(file\)/],
    ['store', 'two-factor.db', /typeormStore\(dataSource\) or sqliteStore\(file\)/],
    ['directory', {}, /keycloakDirectory\(/],
    ['clientIds', 'portal', /list of Keycloak client ids/],
    ['clientIds', [], /list of Keycloak client ids/],
    ['mailer', () => {}, /smtpMailer\(/],
    ['operators', { realmRoles: 'operator' }, /list of role names, such as \["operator"\]/],
    ['operators', { organizationGroups: ['/operators'] }, /"operators.organizationGroups" is not known/],
    ['tenantAdministrators', { organizationGroups: [''] }, /paths of organization groups/],
    ['policies', { withoutTenant: 'mandatory' }, /"?off"?.*"?optional"?.*"?required"?/],
    ['policies', { methods: [] }, /name a method/],
    ['policies', { methods: ['pigeon'] }, /totp.*email/],
    ['policies', { takesEffect: 'later' }, /next-login.*now/],
    ['policies', 'required', /must|object/],
    ['revocation', { within: 'soon' }, /length of time, such as "5s"/],
    ['revocation', { within: '-5s' }, /length of time/],
    ['revocation', { within: '' }, /length of time/],
    ['revocation', { within: '5'.repeat(200) }, /length of time/],
    ['revocation', { within: 5000 }, /length of time|string|text/],
    ['revocation', { within: '5' }, /length of time/],
    ['sms', {}, /twilioSms.*httpSms/],
    ['phoneNumbers', { country: 'Japan' }, /ISO 3166/],
    ['phoneNumbers', { prefixes: ['81'] }, /\+81/],
    ['phoneNumbers', { prefixes: [] }, /\+81/],
    ['policies', { helpContact: '' }, /help@acme/],
    ['policies', { helpContact: 'line\r\nbreak' }, /help@acme/],
    ['policies', { sso: { bypass: 'everybody' } }, /"organization".*"all".*"none"/],
    ['policies', { sso: { providers: { google: 'maybe' } } }, /"bypass".*"enforce"/],
    ['timeZone', 'Berlin', /time zone, such as "Europe\/Berlin"/],
    ['timeZone', '', /time zone/],
    ['authenticatorApps', [{ name: '', links: {} }], /name/],
    ['authenticatorApps', [{ name: 'App', links: { ios: 'app store' } }], /ios/],
    ['authenticatorApps', [{ name: 'App', links: { web: 'javascript:alert(1)' } }], /web/],
    ['pages', { settings: '<html>' }, /must be a function of the view/],
    ['onEvent', console, /must be a function of the event/],
  ] as const) {
    it(`refuses ${option} = ${JSON.stringify(value)?.slice(0, 60)} and says what it must be`, () => {
      const message = refusedWith({ [option]: value })
      expect(message).to.contain(`Option "${option}`).and.to.match(cure)
      expect(message, 'it is not missing').not.to.match(/Option "(name|url|secretKeys|policies|revocation)" is missing/)
    })
  }

  it('takes http on localhost alone', () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      const { url } = checkOptions({ ...OPTIONS, url: `http://${host}/two-factor/` }, PAGES)
      expect(url).to.deep.equal({ origin: `http://${host}`, base: '/two-factor' })
    }
  })

  it('names a misspelt option, and the options there are', () => {
    const message = refusedWith({ signin: '/login' })
    expect(message).to.contain('Option "signin" is not known').and.to.contain('signIn').and.to.contain('revocation')
  })

  for (const [option, value, right] of [
    ['policies', { withoutTennant: 'off' }, 'withoutTenant'],
    ['revocation', { whithin: '5s' }, 'within'],
    ['secretKeys', [{ id: 'k', key: 'a'.repeat(64), kid: 'k' }], 'key'],
    ['authenticatorApps', [{ name: 'App', links: {}, link: 'https://app.example' }], 'links'],
  ] as const) {
    it(`names a misspelt option inside ${option}, and the options there are`, () => {
      const message = refusedWith({ [option]: value })
      expect(message).to.contain(`Option "${option}.`).and.to.contain('is not known')
      expect(message.replace(/^Option "[^"]*"/, '')).to.match(new RegExp(`\\b${right}\\b`))
    })
  }

  it('names a page that there is not, and the pages there are', () => {
    const message = refusedWith({ pages: { setings: () => '' } })
    expect(message).to.contain('"pages.setings"').and.to.contain('settings, challenge')
  })

  it('says clearly that there are no options', () => {
    for (const nothing of [undefined, null, 'options', []]) {
      const message = refused(() => createTwoFactor(nothing as never))
      expect(message)
        .to.match(/option/i)
        .and.not.to.contain('Option ""')
    }
  })

  it('repeats no key in a message', () => {
    const key = 'not-a-key-but-secret-all-the-same'
    expect(refused(() => createTwoFactor({ ...OPTIONS, secretKeys: [{ id: 'k', key }] }))).not.to.contain(key)
  })
})

describe('requiredDemand', () => {
  it('reads lengths of time with their unit', () => {
    expect(requiredDemand({ within: '5m' })).to.deep.equal({ by: 'route', withinMs: 300_000 })
    expect(requiredDemand({ within: '24h' })).to.deep.equal({ by: 'route', withinMs: 86_400_000 })
    expect(requiredDemand({})).to.deep.equal({ by: 'route', withinMs: null })
  })

  it('asks members of a tenant for what its policy says, or for a code of that time', () => {
    expect(requiredDemand({ tenant: 'acme' })).to.deep.equal({ by: 'policy', tenant: 'acme' })
    const both = { by: 'route', withinMs: 300_000, tenant: 'acme' }
    expect(requiredDemand({ tenant: 'acme', within: '5m' })).to.deep.equal(both)
    expect(refused(() => requiredDemand({ tenant: '' }))).to.contain('"tenant"')
  })

  for (const text of ['', '0s', 'soon', '-5m', 5, null, '5 bananas']) {
    it(`refuses ${JSON.stringify(text)} and names the option`, () => {
      const message = refused(() => requiredDemand({ within: text }))
      expect(message)
        .to.contain('"within"')
        .and.to.match(/such as "5s" or "5m"|longer than nothing/)
    })
  }
})

describe('createTwoFactor', () => {
  it('takes the options of the README', () => {
    const twoFactor = createTwoFactor(OPTIONS)
    expect(Object.keys(twoFactor).sort()).to.deep.equal(
      [
        'bearer',
        'channels',
        'enforce',
        'errors',
        'invitation',
        'required',
        'router',
        'sendTestMessage',
        'signInParams',
        'signedIn',
        'start',
        'state',
        'statement',
        'strategy',
      ].sort(),
    )
  })

  it('refuses an empty list of keys, and an id twice', () => {
    expect(refused(() => createTwoFactor({ ...OPTIONS, secretKeys: [] }))).to.contain('"secretKeys"')
    const twice = [...OPTIONS.secretKeys, ...OPTIONS.secretKeys]
    expect(refused(() => createTwoFactor({ ...OPTIONS, secretKeys: twice }))).to.contain('twice')
  })

  it('wants a directory that verifies logout tokens where "clientIds" is given', () => {
    expect(refusedWith({ clientIds: ['portal'] })).to.match(/"directory".*clientIds.*keycloakDirectory/)
  })

  it('wants a directory that verifies access tokens where "bearer" is given, and an audience', () => {
    expect(refusedWith({ bearer: { audiences: ['api'] } })).to.match(/"directory".*bearer.*keycloakDirectory/)
    for (const audiences of [[], [''], 'api', undefined]) {
      expect(refusedWith({ bearer: { audiences } })).to.contain('bearer.audiences')
    }
  })

  it('takes addresses of mobile apps alone to return to', () => {
    const known = ['com.acme.app:/two-factor', 'https://acme.example/app/two-factor']
    for (const app of known)
      expect(checkOptions({ ...OPTIONS, mobileReturns: { app } }, PAGES).mobileReturns.app).to.equal(app)
    const wrong = [
      'javascript:alert(1)',
      'data:text/html,x',
      'http://acme.example/',
      'acme:/x',
      '/path',
      'two words.x:/',
      '',
    ]
    for (const app of wrong) expect(refusedWith({ mobileReturns: { app } }), app).to.contain('mobileReturns.app')
    expect(refusedWith({ mobileReturns: { 'a b': known[0] } })).to.contain('mobileReturns')
  })

  it('asks nothing of store, directory and mailer at creation', () => {
    const store = memoryStore()
    const untouched = () => expect.fail('it was asked')
    createTwoFactor({
      ...OPTIONS,
      store,
      directory: { ...testDirectory(), person: untouched, tenantsOf: untouched },
      mailer: { send: untouched },
    })
    expect(store.calls).to.deep.equal([])
  })

  it('takes a clock of tests beside the options, and leaves them as they were', () => {
    const options = { ...OPTIONS }
    const clock = testClock()
    createTwoFactor(withTestClock(options, clock))
    expect(Object.getOwnPropertySymbols(options)).to.deep.equal([])
    const before = clock.now()
    clock.advance(60_000)
    expect(clock.offset).to.equal(60_000)
    expect(clock.now() - before).to.be.within(60_000, 61_000)
    expect(clock.at(5)).to.equal(60_005)
  })

  it('refuses what required() does not know, since a misspelt "within" would ask for less', () => {
    const twoFactor = createTwoFactor(OPTIONS)
    expect(refused(() => twoFactor.required({ whithin: '5m' } as never)))
      .to.contain('whithin')
      .and.to.contain('within')
    expect(refused(() => twoFactor.required({ within: 'soon' as never }))).to.contain('"within"')
    expect(refused(() => twoFactor.required('5m' as never))).to.contain('within')
  })

  it('refuses what enforce() does not know, and exceptions that would be everything', () => {
    const twoFactor = createTwoFactor(OPTIONS)
    expect(refused(() => twoFactor.enforce({ exept: ['/health'] } as never)))
      .to.contain('exept')
      .and.to.contain('except')
    for (const except of ['/health', [''], ['/'], ['health'], [5], [undefined]]) {
      expect(
        refused(() => twoFactor.enforce({ except: except as never })),
        JSON.stringify(except),
      ).to.contain('except')
    }
  })
})
