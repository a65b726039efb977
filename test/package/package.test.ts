import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect } from 'chai'
import { type InstalledPackage, installPackage, packageJson, projectFolder } from './installed-package.js'
import { CONFIGURES_COMMAND_LINE, KEEPS_ITS_TYPES, USES_EVERYTHING } from './programs.js'

describe('the packed package', function () {
  this.timeout(300_000)
  let installed: InstalledPackage
  const read = (file: string) => readFileSync(join(installed.packageFolder, file), 'utf8')

  before(async () => {
    installed = await installPackage()
  })
  after(() => installed?.remove())

  it('holds what was built, the manifest and the papers, and nothing else', () => {
    const guides = readdirSync(join(projectFolder, 'docs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(projectFolder, join(parentPath, name)))
    const papers = ['package.json', 'plugin-manifest.json', 'README.md', 'CHANGELOG.md', 'LICENSE', ...guides]
    expect(installed.files).to.include.members(papers)
    const others = installed.files.filter((file) => !papers.includes(file) && !isBuilt(file))
    expect(others).to.deep.equal([])
  })

  it('holds nothing built from a file that is gone', () => {
    const stale = installed.files.filter((file) => isBuilt(file) && !hasSource(file))
    expect(stale).to.deep.equal([])
  })

  it('names no file outside of itself', () => {
    const code = installed.files.filter((file) => isBuilt(file))
    expect(code.filter((file) => read(file).includes(projectFolder))).to.deep.equal([])
    const dangling = code
      .filter((file) => file.endsWith('.map'))
      .filter((file) => !isWhole(JSON.parse(read(file)), file))
    expect(dangling).to.deep.equal([])
  })

  /** A source map is whole where each of its sources is inside it, or beside it in the package. */
  function isWhole(
    { sources, sourcesContent }: { sources: string[]; sourcesContent?: string[] },
    file: string,
  ): boolean {
    return sources.every(
      (source, index) => sourcesContent?.[index] || existsSync(join(installed.packageFolder, file, '..', source)),
    )
  }

  for (const [subpath, target] of Object.entries(packageJson.exports)) {
    const name = subpath.replace(/^\./, packageJson.name)
    it(`opens ${name} by import and by require`, async () => {
      const file = typeof target === 'string' ? target : target.default
      expect(existsSync(join(installed.packageFolder, file)), file).to.equal(true)
      if (typeof target !== 'string') {
        expect(existsSync(join(installed.packageFolder, target.types)), target.types).to.equal(true)
      }
      const attributes = file.endsWith('.json') ? `, { with: { type: 'json' } }` : ''
      const imported = await installed.node(
        '-p',
        `import('${name}'${attributes}).then((it) => console.log(Object.keys(it))), 'ok'`,
      )
      const required = await installed.node('-p', `Object.keys(require('${name}')).length > 0 && 'ok'`)
      expect([imported.split('\n')[0], required.trim()]).to.deep.equal(['ok', 'ok'])
    })
  }

  it('keeps everything that is not exported to itself', async () => {
    const inner = await installed.node(
      '-p',
      `try { require('${packageJson.name}/dist/src/index.js') } catch (e) { e.code }`,
    )
    expect(inner.trim()).to.equal('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  for (const [way, extension] of [
    ['import', 'mts'],
    ['require', 'cts'],
  ] as const) {
    it(`serves a strict TypeScript application by ${way}`, async () => {
      expect(await installed.compile(`uses-everything.${extension}`, USES_EVERYTHING)).to.equal('')
      const program = `uses-everything.${extension.replace('ts', 'js')}`
      const printed = await installed.node(program, join(installed.folder, `${way}.db`))
      expect(JSON.parse(printed)).to.deep.equal({
        migrations: true,
        answers: [
          [200, 'passed'],
          [303, '/two-factor/set-up'],
          [200, 'passed'],
        ],
        errors: false,
      })
    })
  }

  it('loads neither the database nor Keycloak nor the mail server through its root', async () => {
    const names = ['typeorm', 'libsql', '@keycloak', 'nodemailer', 'passport', 'express-session']
    const move = (from: string, to: string) => {
      for (const name of names) {
        renameSync(
          join(installed.folder, 'node_modules', name + from),
          join(installed.folder, 'node_modules', name + to),
        )
      }
    }
    move('', '-away')
    try {
      expect((await installed.node('-p', `typeof require('${packageJson.name}').createTwoFactor`)).trim()).to.equal(
        'function',
      )
    } finally {
      move('-away', '')
    }
  })

  it('installs a command line, for hosts in plain JavaScript as well', async () => {
    writeFileSync(join(installed.folder, 'two-factor.config.js'), CONFIGURES_COMMAND_LINE)
    const plan = await installed.commandLine('migrate', '--plan')
    expect([plan.exitCode, plan.err]).to.deep.equal([3, 'Reading the database …\n'])
    expect((await installed.commandLine('migrate')).exitCode).to.equal(0)
    const again = await installed.commandLine('migrate', '--json')
    expect([again.exitCode, JSON.parse(again.out), again.err]).to.deep.equal([0, { done: [] }, ''])
    expect(await installed.commandLine('users', 'show')).to.include({ exitCode: 2, out: '' })
    const unreachable = await installed.commandLine('users', 'show', 'x')
    expect(unreachable.exitCode).to.equal(1)
    expect(unreachable.err).to.include('Keycloak cannot be reached')
    // It reads the manifest of the package.
    const doctor = await installed.commandLine('doctor', '--json')
    expect([doctor.exitCode, JSON.parse(doctor.out).examinations.length]).to.deep.equal([1, 12])
  })

  it('starts nothing when it is imported', async () => {
    const names = Object.keys(packageJson.exports).filter((subpath) => !subpath.endsWith('.json'))
    const requires = names.map((subpath) => `require('${subpath.replace(/^\./, packageJson.name)}')`).join('; ')
    const running = 'process.getActiveResourcesInfo().filter((kind) => !/Pipe|TTY/.test(kind)).join()'
    expect((await installed.node('-p', `${requires}; ${running}`)).trim()).to.equal('')
  })

  it('changes no types of the application', async () => {
    expect(await installed.compile('keeps-its-types.mts', KEEPS_ITS_TYPES)).to.equal('')
    const declarations = installed.files.filter((file) => file.endsWith('.d.ts'))
    const augmenting = declarations.filter((file) => /declare (global|module)\b/.test(read(file)))
    expect(augmenting).to.deep.equal([])
  })
})

const isBuilt = (file: string): boolean => /^dist\/(src|migrations)\/.+\.(js|d\.ts|js\.map)$/.test(file)

/** The build makes `a.js` from `a.ts` or `a.tsx`. */
function hasSource(file: string): boolean {
  const path = join(projectFolder, file.replace(/^dist\//, '').replace(/\.(js|d\.ts|js\.map)$/, ''))
  return existsSync(`${path}.ts`) || existsSync(`${path}.tsx`)
}
