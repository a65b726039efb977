import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..', '..')

/** How a process ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** Runs a command line as a process of its own, which can be killed, in `folder`. */
export async function ownProcess(
  folder: string,
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const child = spawn(process.execPath, ['--import', tsx, join(root, 'src/cli/bin.ts'), ...argv], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [[exitCode, signal], out, err] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { exitCode, signal, out, err }
}

/** How a configuration file names a module of this repository. */
export const moduleAt = (file: string): string => JSON.stringify(pathToFileURL(join(root, file)).href)
