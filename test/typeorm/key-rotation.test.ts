import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { DataSource } from 'typeorm'
import { codeClient } from '../../bench/code-client.js'
import { requirePart } from '../../dev/parts.js'
import type { SecretKey } from '../../src/index.js'
import { typeormStore } from '../../src/typeorm/index.js'
import { mariaDatabase } from './maria-database.js'
import type { SignInQuestion } from './sign-in-process.js'

const serverUrl = requirePart('mariadb')
const root = join(import.meta.dirname, '..', '..')
const PEOPLE = 2_000
const OLD: SecretKey = { id: 'old', key: '0b'.repeat(32) }
const NEW: SecretKey = { id: 'new', key: '0c'.repeat(32) }

if (serverUrl !== undefined) {
  describe('rotating keys while two processes sign people in', function () {
    this.timeout(180_000)
    let folder: string
    let database: DataSource
    let processes: ChildProcess[]
    let ports: number[] = []
    let next = 0

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'two-factor-keys-'))
      const { url, dataSource } = await mariaDatabase(serverUrl, 'two_factor_key_rotation')
      const store = typeormStore(dataSource())
      await store.migrate()
      await store.close()
      database = await dataSource().initialize()
      processes = ['a', 'b'].map(() =>
        fork(join(import.meta.dirname, 'sign-in-process.ts'), [url], { execArgv: ['--import', 'tsx'] }),
      )
      writeConfiguration(url)
    })
    after(async () => {
      for (const child of processes) child.disconnect()
      await Promise.all(processes.map((child) => once(child, 'exit')))
      await database.destroy()
      rmSync(folder, { recursive: true })
    })

    function writeConfiguration(url: string): void {
      const place = (file: string) => JSON.stringify(pathToFileURL(join(root, file)).href)
      writeFileSync(
        join(folder, 'two-factor.config.mjs'),
        `import { typeormStore } from ${place('src/typeorm/index.ts')}
         import { testDirectory } from ${place('src/testing/index.ts')}
         import { applicationDataSource } from ${place('test/typeorm/maria-database.ts')}
         export default {
           name: 'Rotation', url: 'http://localhost/two-factor', secretKeys: ${JSON.stringify([NEW, OLD])},
           store: typeormStore(applicationDataSource(${JSON.stringify(url)})), directory: testDirectory(),
         }`,
      )
    }

    /** Runs both applications with these keys, once each is restarted. */
    async function restart(...questions: SignInQuestion[]): Promise<void> {
      ports = await Promise.all(
        questions.map(async (question, index) => {
          const child = processes[index] as ChildProcess
          child.send(question)
          const [port] = await once(child, 'message')
          return port as number
        }),
      )
    }

    /** Signs people in, one after another and each once, at both processes; throws where one of them fails. */
    async function signIn(goOn: (signedIn: number) => boolean): Promise<number[]> {
      return Promise.all(
        ports.map(async (port) => {
          const client = codeClient(port, 1)
          let signedIn = 0
          while (goOn(signedIn)) {
            const person = next++ % PEOPLE
            await client.answer(await client.open(person))
            signedIn += 1
          }
          client.close()
          return signedIn
        }),
      )
    }

    function rotate(...more: string[]) {
      const argv = ['--import', 'tsx', 'src/cli/bin.ts', 'keys', 'rotate', '--json', ...more]
      const config = ['--config', join(folder, 'two-factor.config.mjs')]
      const child = spawn(process.execPath, [...argv, ...config], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(child, 'exit')
      let out = ''
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        out += chunk
      })
      return { child, ended: async () => ({ exit: (await ended) as [number | null, string | null], out }) }
    }

    /** How many secrets each key has sealed, by the header of what is in the table. */
    async function sealedBy(): Promise<Record<string, number>> {
      const counts: Record<string, number> = { old: 0, new: 0 }
      const texts: { sealed_secret: string }[] = await database.query('SELECT sealed_secret FROM two_factor_enrolment')
      for (const { sealed_secret } of texts) {
        const { kid } = JSON.parse(Buffer.from(sealed_secret.split('.')[0] ?? '', 'base64url').toString())
        counts[kid] = (counts[kid] ?? 0) + 1
      }
      return counts
    }

    it('adds, promotes, seals anew though killed half-way, and removes; nobody fails to sign in', async () => {
      const half = PEOPLE / 2
      const thirty = (signedIn: number) => signedIn < 30
      // Added behind, one process after the other.
      await restart({ keys: [OLD], enrol: { first: 0, count: half } }, { keys: [OLD, NEW] })
      await signIn(thirty)
      // Promoted: both seal, each with another key, and both open everything.
      await restart(
        { keys: [OLD, NEW], enrol: { first: half, count: half - 100 } },
        { keys: [NEW, OLD], enrol: { first: PEOPLE - 100, count: 100 } },
      )
      await signIn(thirty)
      await restart({ keys: [NEW, OLD] }, { keys: [NEW, OLD] })
      expect(await sealedBy()).to.deep.equal({ old: PEOPLE - 100, new: 100 })

      // A row that somebody holds, three quarters of the way, so that it is killed there.
      const [{ subject_key: held }] = await database.query(
        'SELECT subject_key FROM two_factor_enrolment ORDER BY subject_key LIMIT 1 OFFSET ?',
        [(PEOPLE * 3) / 4],
      )
      const holder = database.createQueryRunner()
      await holder.startTransaction()
      await holder.query('UPDATE two_factor_enrolment SET digits = digits + 1 WHERE subject_key = ?', [held])
      const killed = rotate()
      await untilResealed(half)
      const signedIn = signIn(thirty)
      killed.child.kill('SIGKILL')
      expect((await killed.ended()).exit).to.deep.equal([null, 'SIGKILL'])
      await holder.rollbackTransaction()
      await holder.release()
      await signedIn
      const { old = 0 } = await sealedBy()
      expect(old).to.be.within(1, half)

      let isRunning = true
      const again = rotate()
      const meanwhile = signIn(() => isRunning)
      const { exit, out } = await again.ended()
      isRunning = false
      expect(exit).to.deep.equal([0, null])
      expect(JSON.parse(out)).to.deep.include({ unreadable: 0 })
      expect(JSON.parse(out).resealed).to.be.at.least(old)
      for (const count of await meanwhile) expect(count).to.be.above(10)
      expect(await sealedBy()).to.deep.equal({ old: 0, new: PEOPLE })

      const removal = await rotate('--remove', 'old').ended()
      expect(removal.exit).to.deep.equal([0, null])
      await restart({ keys: [NEW, OLD] }, { keys: [NEW] })
      await signIn(thirty)
      await restart({ keys: [NEW] }, { keys: [NEW] })
      await signIn(thirty)
    })

    async function untilResealed(count: number): Promise<void> {
      for (let tries = 0; tries < 300; tries += 1) {
        if (((await sealedBy()).new ?? 0) >= count) return
        await delay(100)
      }
      throw new Error('Nothing was sealed anew')
    }
  })
}
