import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { twoFactorMigrations } from '../../migrations/index.js'
import { createTwoFactor, TwoFactorError, type TwoFactorErrorCode } from '../../src/index.js'
import { checkOptions } from '../../src/options.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { anchorsOf, blocksOf, linksOf, projectFolder, readMarkdown, rowsOf, sectionOf } from './markdown.js'

const readme = readMarkdown('README.md')

/** The guides. */
const docs = readdirSync(join(projectFolder, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)

const SUBPATHS = ['typeorm', 'keycloak', 'mail', 'testing']

describe('README.md and docs/', () => {
  describe('their programs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'two-factor-readme-'))
    const blocks = ['README.md', ...docs].flatMap((page) =>
      blocksOf(readMarkdown(page), 'ts').map((block, number) => ({
        block,
        file: `${page.replaceAll(/\W/g, '-')}-${number + 1}.ts`,
      })),
    )

    before(() => {
      const from = (path: string) => [join(projectFolder, 'src', path)]
      const source = {
        '': 'index.ts',
        ...Object.fromEntries(SUBPATHS.map((subpath) => [`/${subpath}`, `${subpath}/index.ts`])),
      }
      const paths = Object.entries(source).map(([subpath, path]) => [`keycloak-two-factor${subpath}`, from(path)])
      const compilerOptions = {
        target: 'es2023',
        module: 'nodenext',
        types: ['node'],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        resolveJsonModule: true,
        jsx: 'react-jsx',
        jsxImportSource: 'preact',
        paths: Object.fromEntries(paths),
      }
      symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'))
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
      for (const { block, file } of blocks) writeFileSync(join(folder, file), block)
    })
    after(() => rmSync(folder, { recursive: true, force: true }))

    it('are there', () => expect(blocks).to.have.length.above(3))

    it('compile as they stand', async () => {
      const tsc = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc')
      const run = promisify(execFile)(process.execPath, [tsc, '-p', folder])
      const said = await run.then(
        () => '',
        ({ stdout }) => stdout,
      )
      expect(said).to.equal('')
    }).timeout(120_000)
  })

  it('have no link that leads nowhere', () => {
    for (const page of ['README.md', 'CHANGELOG.md', ...docs]) {
      const dead = linksOf(readMarkdown(page)).filter((link) => !isAlive(page, link))
      expect(dead, page).to.deep.equal([])
    }
  })

  it('says of every option what it is, and of no other', () => {
    const [, list = ''] =
      /Options are: ([^.]+)\./.exec(messageOf(() => createTwoFactor({ nonsense: 1 } as never))) ?? []
    const { policies, revocation, trustedDevices } = checkOptions(MINIMAL_OPTIONS, [])
    const groups: Record<string, object> = { policies, revocation, trustedDevices }
    const options = list
      .split(', ')
      .flatMap((name) => Object.keys(groups[name] ?? { '': 1 }).map((key) => (key === '' ? name : `${name}.${key}`)))
    expect(rowsOf(sectionOf(readme, '## Options')).map(({ name }) => name)).to.have.members(options)
  })

  it('states every default as it is', () => {
    const { policies, revocation, home, timeZone } = checkOptions(MINIMAL_OPTIONS, [])
    const defaults = {
      'policies.withoutTenant': policies.withoutTenant,
      'policies.takesEffect': policies.takesEffect,
      'policies.methods': policies.methods,
      'revocation.within': `${revocation.within / 1000}s`,
      home,
      timeZone,
    }
    const rows = rowsOf(sectionOf(readme, '## Options'))
    for (const [option, value] of Object.entries(defaults)) {
      const written = Array.isArray(value) ? `[${value.map((one) => `'${one}'`).join(', ')}]` : `'${value}'`
      expect(rows.find(({ name }) => name === option)?.cells[0], option).to.equal(`\`${written}\``)
    }
  })

  it('has a heading and the status of every error code, where the messages point', () => {
    const source = readFileSync(join(projectFolder, 'src', 'errors.ts'), 'utf8')
    const codes = new Set(source.match(/ERR_2FA_[A-Z_]+/g) as TwoFactorErrorCode[])
    const headings = [...readme.matchAll(/^### (ERR_2FA_\w+)$/gm)].map(([, code]) => code)
    expect(headings).to.have.members([...codes])
    for (const code of codes) {
      const { message, status } = new TwoFactorError(code, '')
      const [, anchor = ''] = /README\.md#(\S+)/.exec(message) ?? []
      expect([...anchorsOf(readme)]).to.include(anchor)
      expect(sectionOf(readme, `### ${code}`)).to.match(new RegExp(`^\\s+${status}\\. `))
    }
  })

  it('has every migration named in the CHANGELOG, and no other', () => {
    const named = readMarkdown('CHANGELOG.md').match(/TwoFactor[A-Za-z]+\d{13}/g)
    expect(named).to.have.members(twoFactorMigrations.map((Step) => new Step().name))
  })

  it('names every way in that createTwoFactor returns', () => {
    const names = rowsOf(sectionOf(readme, '## What you mount')).map(({ name }) => name.replace(/\(.*/, ''))
    expect(names).to.have.members(Object.keys(createTwoFactor(MINIMAL_OPTIONS)))
  })
})

function isAlive(page: string, link: string): boolean {
  if (/^https?:/.test(link)) return true
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(projectFolder, file))) return false
  return anchor === undefined || anchorsOf(readMarkdown(file)).has(anchor)
}

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('Nothing was thrown')
}
