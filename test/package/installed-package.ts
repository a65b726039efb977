import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const projectFolder = join(import.meta.dirname, '..', '..')

/** package.json of this repository. */
export const packageJson: {
  name: string
  version: string
  exports: Record<string, string | { types: string; default: string }>
  devDependencies: Record<string, string>
} = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'))

/** What an application installs beside this package, in the versions that this repository is developed with. */
const BESIDE = ['express', 'express-session', 'passport', 'typeorm', 'libsql']
const TYPES = ['@types/node', '@types/express', '@types/express-session', '@types/passport']

/** The packed package, installed into an empty project outside of this repository. */
export interface InstalledPackage {
  /** The project's folder. */
  readonly folder: string
  /** The folder of this package in it. */
  readonly packageFolder: string
  /** Every file of the tarball, by its path in the package. */
  readonly files: readonly string[]
  /** Type-checks and compiles a program, strictly, against the package; returns what the compiler says. */
  compile(file: string, program: string): Promise<string>
  /** Runs a program of the project with Node.js and returns what it prints. */
  node(...args: readonly string[]): Promise<string>
  /** Runs the command line that the package installs. */
  commandLine(...args: readonly string[]): Promise<{ exitCode: number; out: string; err: string }>
  remove(): void
}

/** Packs this repository as for publication and installs the tarball. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'two-factor-package-'))
  return installInto(folder).catch((error) => {
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
}

async function installInto(folder: string): Promise<InstalledPackage> {
  await run('npm', ['pack', '--pack-destination', folder], { cwd: projectFolder }).catch(({ stdout, stderr }) => {
    throw new Error(`The package can't be packed:\n${stdout}\n${stderr}`)
  })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack left no tarball')
  const { stdout: listed } = await run('tar', ['-tzf', join(folder, tarball)])
  const wanted = [...BESIDE, ...TYPES].map((name) => `${name}@${packageJson.devDependencies[name]}`)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const options = ['--prefer-offline', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options, `./${tarball}`, ...wanted], { cwd: folder })

  return {
    folder,
    packageFolder: join(folder, 'node_modules', packageJson.name),
    files: listed
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, '')),
    compile: (file, program) => compile(folder, file, program),
    node: async (...args) => (await run(process.execPath, args, { cwd: folder })).stdout,
    commandLine: (...args) => {
      const bin = join(folder, 'node_modules', '.bin', packageJson.name)
      return run(bin, args, { cwd: folder }).then(
        ({ stdout, stderr }) => ({ exitCode: 0, out: stdout, err: stderr }),
        ({ code, stdout, stderr }) => ({ exitCode: code, out: stdout, err: stderr }),
      )
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function compile(folder: string, file: string, program: string): Promise<string> {
  const name = file.replace('.', '-')
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    esModuleInterop: true,
    rootDir: folder,
  }
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, file), program)
  writeFileSync(join(folder, name, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [`../${file}`] }))
  const tsc = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc')
  return run(process.execPath, [tsc, '-p', join(folder, name)], { cwd: folder }).then(
    () => '',
    ({ stdout }) => stdout,
  )
}
