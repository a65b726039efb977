import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ParseResult, parseSync } from 'oxc-parser'

/** The folder that src/ and migrations/ are in. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** One import of a file: of another file by its path from the root, or of a package by its name. */
export interface Import {
  readonly from: string
  /** `src/errors.ts`, or `typeorm`, or `node:crypto`. */
  readonly of: string
  readonly isFile: boolean
  /** True where nothing but types is imported: nothing of it is there at run time. */
  readonly isType: boolean
}

/** One file of src/ or migrations/. */
export interface Source {
  /** From the root: `src/errors.ts`. */
  readonly path: string
  readonly text: string
  readonly program: ParseResult['program']
  readonly imports: readonly Import[]
}

/** All of src/ and migrations/, parsed. */
export function readSources(): readonly Source[] {
  const paths = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  )
  const known = new Set(paths)
  return paths.sort().map((path) => readSource(path, known))
}

function readSource(path: string, known: ReadonlySet<string>): Source {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  const found: { request: string; isType: boolean }[] = []
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({ request: moduleRequest.value, isType: entries.length > 0 && entries.every(({ isType }) => isType) })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) found.push({ request: moduleRequest.value, isType })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const request = text.slice(moduleRequest.start, moduleRequest.end)
    found.push({ request: request.replace(/^['"`]|['"`]$/g, ''), isType: false })
  }
  for (const [, request = ''] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)\s*[.<]/g)) {
    found.push({ request, isType: true })
  }
  const imports = found.map(({ request, isType }) => ({ from: path, isType, ...resolve(path, request, known) }))
  return { path, text, program, imports }
}

function resolve(path: string, request: string, known: ReadonlySet<string>): { of: string; isFile: boolean } {
  if (!request.startsWith('.')) return { of: packageOf(request), isFile: false }
  const target = posix.join(posix.dirname(path), request)
  const file = [target, target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].find((name) => known.has(name))
  if (file === undefined) throw new Error(`${path} imports ${request}, which is not there`)
  return { of: file, isFile: true }
}

function packageOf(request: string): string {
  if (request.startsWith('node:')) return request
  return request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/')
}

/** `domain` for everything in src/domain, `migrations` for that folder, `errors.ts` for files of src/ itself. */
export function roomOf(path: string): string {
  const [top = '', room = ''] = path.split('/')
  return top === 'src' ? room : top
}

/** Every file that comes along when one is imported: what it imports at run time, and so on. */
export function reachedFrom(sources: readonly Source[], path: string): { files: Set<string>; packages: Set<string> } {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const { of, isFile, isType } of byPath.get(file)?.imports ?? []) {
      if (isType) continue
      if (isFile) visit(of)
      else packages.add(of)
    }
  }
  visit(path)
  return { files, packages }
}
