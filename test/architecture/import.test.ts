import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { ROOT } from './sources.js'

const run = promisify(execFile)

/** Imports a file in a process of its own and says what that left behind. */
async function imported(path: string, before = ''): Promise<Record<string, unknown>> {
  const script = `
    const globals = new Set(Object.getOwnPropertyNames(globalThis))
    const listeners = () => process.eventNames().map((name) => [String(name), process.listenerCount(name)])
    const listening = JSON.stringify(listeners())
    const resources = () => process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|FSReq|MessagePort/.test(name))
    const timers = { setTimeout, setInterval, setImmediate }
    const started = []
    for (const name of Object.keys(timers)) {
      globalThis[name] = (...given) => {
        if (/[/\\\\]src[/\\\\]/.test(new Error().stack)) started.push(name)
        return timers[name](...given)
      }
    }
    ${before}
    const exports = await import(${JSON.stringify(new URL(path, `file://${ROOT}/`).href)})
    Object.assign(globalThis, timers)
    console.log(JSON.stringify({
      exports: Object.keys(exports),
      started,
      globals: Object.getOwnPropertyNames(globalThis).filter((name) => !globals.has(name) && !name.startsWith('__zod_')),
      sameListeners: JSON.stringify(listeners()) === listening,
      resources: resources(),
    }))
  `
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: ROOT,
    timeout: 20_000,
  })
  expect(stderr).to.equal('')
  return JSON.parse(stdout)
}

describe('importing', () => {
  for (const [name, path] of [
    ['the root', 'src/index.ts'],
    ['./typeorm', 'src/typeorm/index.ts'],
    ['./keycloak', 'src/keycloak/index.ts'],
    ['./mail', 'src/mail/index.ts'],
    ['./testing', 'src/testing/index.ts'],
  ] as const) {
    it(`${name} starts nothing, prints nothing and changes nothing global, and the process ends by itself`, async function () {
      this.timeout(30_000)
      const left = await imported(path)
      expect(left.exports).not.to.deep.equal([])
      expect(left).to.deep.include({ started: [], resources: [] })
      // reflect-metadata, which TypeORM brings, is a global of its own.
      if (name !== './typeorm' && name !== './testing')
        expect(left).to.deep.include({ globals: [], sameListeners: true })
    })
  }

  it('the root does with typeorm, mysql2, passport, libsql and the admin client out of reach', async function () {
    this.timeout(30_000)
    const before = `
      const { registerHooks, register } = await import('node:module')
      const out = /^(typeorm|mysql2|passport|libsql|express-session|nodemailer|@keycloak)(\\/|$)/
      const hook = \`export async function resolve(specifier, context, next) {
        if (\${out}.test(specifier)) throw new Error('out of reach: ' + specifier)
        return next(specifier, context)
      }\`
      register('data:text/javascript,' + encodeURIComponent(hook))
    `
    expect((await imported('src/index.ts', before)).exports).to.include('createTwoFactor')
  })
})
