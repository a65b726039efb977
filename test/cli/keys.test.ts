import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { enrolPeople, loginOf } from '../../bench/people.js'
import { sha256Identities } from '../../src/crypto/identities.js'
import { hmacKeyedHash } from '../../src/crypto/keyed-hash.js'
import { systemRandom } from '../../src/crypto/random.js'
import { secretKeys } from '../../src/crypto/secret-keys.js'
import type { SecretKey } from '../../src/index.js'
import type { Store } from '../../src/ports/store.js'
import { sqliteStore } from '../../src/typeorm/index.js'
import { newPrivateJwk, publicPartOf } from '../crypto/statement-key.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { commandLine } from './command-line.js'

const OLD: SecretKey = { id: 'old', key: '0b'.repeat(32) }
const NEW: SecretKey = { id: 'new', key: '0c'.repeat(32) }

describe('keys rotate', () => {
  let folder: string
  const file = () => join(folder, 'two-factor.db')

  /** Writes a configuration with these keys; it takes from here what can't be written into a file. */
  function configure(...secretKeys: SecretKey[]): void {
    const { login: _login, signIn: _signIn, signOut: _signOut, ...options } = MINIMAL_OPTIONS
    const name = secretKeys.map(({ id }) => id).join('-')
    const place = join(folder, `${name}.cjs`)
    Reflect.set(globalThis, Symbol.for(place), {
      ...options,
      secretKeys,
      statementKeys: [
        { kid: '2026', privateJwk: newPrivateJwk() },
        { kid: '2025', publicJwk: publicPartOf(newPrivateJwk()) },
      ],
      // Each command line has a store of its own, and closes it.
      get store() {
        return sqliteStore(file())
      },
    })
    writeFileSync(place, `module.exports = globalThis[Symbol.for(${JSON.stringify(place)})]`)
  }
  const rotate = (config: string, ...more: string[]) =>
    commandLine(folder, ['keys', 'rotate', '--config', `${config}.cjs`, ...more])

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'two-factor-keys-'))
    writeFileSync(join(folder, 'package.json'), '{}')
    const store = sqliteStore(file())
    await store.migrate()
    await enrolPeople(store, 3, { keys: [OLD] })
    await store.close()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('says what each key holds, seals anew, and then finds nothing to do', async () => {
    configure(NEW, OLD)
    const plan = await rotate('new-old', '--plan')
    expect(plan.exitCode).to.equal(3)
    expect(plan.out).to.match(
      /^new +seals +0 +0 +0\nold +opens +3 +0 +0\n2026 +signs statements\n2025 +verifies statements$/m,
    )
    const rotated = await rotate('new-old')
    expect([rotated.exitCode, rotated.out.split('\n')[0]]).to.deep.equal([0, '3 texts were put under the first key.'])
    expect(rotated.said).to.include('Sealing anew: enrolment, 3')
    expect((await rotate('new-old', '--plan')).exitCode).to.equal(0)
    const removed = await rotate('new-old', '--remove', 'old', '--json')
    expect(removed.exitCode).to.equal(0)
    expect(JSON.parse(removed.out)).to.deep.include({ resealed: 0, unreadable: 0, dropped: 0 })
  })

  it('fails where a key is missing, and names it', async () => {
    configure(NEW)
    const { exitCode, out } = await rotate('new')
    expect(exitCode).to.equal(1)
    expect(out)
      .to.contain('3 texts can be opened by none of secretKeys')
      .and.match(/^old +missing +3/m)
  })

  it('refuses to remove a key that codes need, asks before it drops them, and then does', async () => {
    configure(NEW, OLD)
    const store = sqliteStore(file())
    await giveBackupCodes(store, 3, [OLD])
    await store.close()
    const refused = await rotate('new-old', '--remove', 'old')
    expect(refused.exitCode).to.equal(1)
    expect(refused.err).to.contain('needed for 3 backup codes of 3 people').and.contain('--drop-codes')
    const no = { ask: async () => 'no' }
    const argv = ['keys', 'rotate', '--config', 'new-old.cjs', '--remove', 'old', '--drop-codes']
    expect((await commandLine(folder, argv, no)).exitCode).to.equal(1)
    const { exitCode, out } = await rotate('new-old', '--remove', 'old', '--drop-codes', '--yes')
    expect([exitCode, out.split('\n').slice(1, 3)]).to.deep.equal([
      0,
      [
        '3 people got new backup codes and a mail.',
        'The key old holds nothing any more: take it out of secretKeys in every process.',
      ],
    ])
  })

  it('changes nothing where nobody is there to answer', async () => {
    configure(NEW, OLD)
    const refused = await rotate('new-old', '--remove', 'old', '--drop-codes')
    expect([refused.exitCode, refused.err.includes('give --yes')]).to.deep.equal([2, true])
    expect((await rotate('new-old', '--plan')).out).to.match(/^old +opens +3 /m)
  })

  it('wants --remove with --drop-codes, and no --plan with it', async () => {
    configure(NEW, OLD)
    expect((await rotate('new-old', '--drop-codes')).exitCode).to.equal(2)
    expect((await rotate('new-old', '--plan', '--remove', 'old')).exitCode).to.equal(2)
    expect((await rotate('new-old', '--remove', 'none')).exitCode).to.equal(1)
  })
})

/** One backup code each for people, of which there is a hash alone, as once they were saved. */
async function giveBackupCodes(store: Store, people: number, keys: readonly SecretKey[]): Promise<void> {
  const hashing = hmacKeyedHash(secretKeys(keys))
  for (let person = 0; person < people; person += 1) {
    const { key } = sha256Identities().subject(loginOf(person, 0))
    const { attempts, epoch } = await store.load(key, '')
    const id = systemRandom().id(Date.now())
    const hash = hashing.hash('backup-code', `${person}`)
    const code = { id, subjectKey: key, position: 1, ...hash, sealedCode: null, createdAt: Date.now(), usedAt: null }
    const writes = { backupCodes: [code], effects: { audit: [], messages: [] } }
    await store.replaceBackupCodes({ subjectKey: key, version: attempts.version, epoch }, writes)
  }
}
