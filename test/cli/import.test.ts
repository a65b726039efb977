import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { testDirectory } from '../../src/testing/index.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { commandLine } from './command-line.js'

const otp = (subType = 'totp') => ({
  type: 'otp',
  secretData: '{"value":"HL6VnXC9zWpQ7dBsTfY2"}',
  credentialData: JSON.stringify({ subType, digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
})

describe('import keycloak-otp', () => {
  let folder: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'two-factor-import-'))
    const file = join(folder, 'two-factor.db')
    writeFileSync(join(folder, 'package.json'), '{}')
    const { login: _login, signIn: _signIn, signOut: _signOut, ...options } = MINIMAL_OPTIONS
    Reflect.set(globalThis, Symbol.for(folder), {
      ...options,
      directory: { ...testDirectory(), issuer: 'https://keycloak.example/realms/acme' },
      // Each command line has a store of its own, and closes it.
      get store() {
        return sqliteStore(file)
      },
    })
    const config = `module.exports = globalThis[Symbol.for(${JSON.stringify(folder)})]`
    writeFileSync(join(folder, 'two-factor.config.js'), config)
    const store = sqliteStore(file)
    await store.migrate()
    await store.close()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const write = (name: string, content: object | string) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  const run = (...argv: string[]) => commandLine(folder, ['import', 'keycloak-otp', ...argv])

  it('says what it would do, asks, does it, and then finds nothing to do', async () => {
    write('acme-realm.json', {
      id: 'r1',
      realm: 'acme',
      notBefore: 0,
      groups: [{ realm: 'other' }],
      users: [
        { id: 'u1', username: 'ann', credentials: [{ type: 'password' }, otp()] },
        { id: 'u2', username: 'bob', credentials: [otp('hotp')] },
        { id: 'u3', username: 'cid' },
      ],
      federatedUsers: [{ id: 'f:ldap:eve', credentials: [otp()] }],
    })
    const plan = await run('acme-realm.json', '--plan')
    expect([plan.exitCode, plan.out.split('\n')]).to.deep.equal([
      3,
      [
        '4 people read.',
        '2 authenticator apps would be taken over.',
        '0 people have a second factor here already; theirs is left alone.',
        '1 credentials can not be taken over.',
        '  u2  counter-based codes (HOTP): let the person set up anew',
        '',
      ],
    ])
    expect((await run('acme-realm.json')).exitCode).to.equal(2)
    const argv = ['import', 'keycloak-otp', 'acme-realm.json']
    expect((await commandLine(folder, argv, { ask: async () => 'no' })).exitCode).to.equal(1)
    const done = await run('acme-realm.json', '--yes', '--json')
    expect(done.exitCode).to.equal(0)
    expect(JSON.parse(done.out)).to.deep.include({ done: true, read: 4, imported: 2, enrolled: 0 })
    expect(JSON.parse(done.out).left).to.deep.equal([{ userId: 'u2', reason: 'hotp' }])
    const again = await run('acme-realm.json', '--yes', '--json')
    expect([again.exitCode, JSON.parse(again.out).enrolled]).to.deep.equal([0, 2])
    expect((await run('acme-realm.json', '--plan')).exitCode).to.equal(0)
  })

  it('reads the files with users of an export in a folder', async () => {
    write('acme-users-0.json', { realm: 'acme', users: [{ id: 'u1', credentials: [otp()] }] })
    write('acme-users-1.json', { realm: 'acme', users: [{ id: 'u2', credentials: [otp()] }] })
    const { out } = await run('acme-users-0.json', 'acme-users-1.json', '--yes', '--json')
    expect(JSON.parse(out)).to.deep.include({ read: 2, imported: 2 })
  })

  it('refuses files that are missing, of another realm, or broken, and shows nothing of them', async () => {
    const user = { id: 'u1', credentials: [otp()] }
    write('other.json', { realm: 'other', users: [user] })
    write('list.json', [{ realm: 'acme' }])
    write('late.json', { users: [user], realm: 'acme' })
    write('broken.json', `${JSON.stringify({ realm: 'acme', users: [user] }).slice(0, -40)} HL6VnXC9zWpQ7dBsTfY2`)
    for (const file of ['missing.json', 'other.json', 'list.json', 'late.json', 'broken.json']) {
      const { exitCode, out, err } = await run(file, '--yes')
      expect([exitCode, out], file).to.deep.equal([2, ''])
      expect(err)
        .to.match(/export/)
        .and.not.contain('HL6V')
    }
  })
})
