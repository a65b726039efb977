import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from './cache.js'

/**
 * What Node.js is told where it runs the portal: to collect garbage early and optimise for size. Less memory, 140 MB at most
 * after hundreds of sign-ins, for a little time.
 */
export const portalNodeOptions = ['--enable-source-maps', '--max-semi-space-size=2', '--optimize-for-size']

/**
 * Compiles the example portal and returns the file to run. A portal that is compiled on the fly would hold the compiler
 * in its memory, about 50 MB.
 */
export async function buildPortal(): Promise<string> {
  const source = join(projectFolder, 'examples', 'portal')
  // Where examples/portal/tsconfig.json puts it; inside the project, so that imports find node_modules.
  const built = join(projectFolder, '.cache', 'example', 'examples', 'portal')
  const tsc = join(projectFolder, 'node_modules', '.bin', 'tsc')
  await promisify(execFile)(tsc, ['-p', source]).catch((error: { stdout?: string; message: string }) => {
    throw new Error(`The portal does not compile:\n${error.stdout || error.message}`)
  })
  await cp(join(source, 'portal.css'), join(built, 'portal.css'))
  return join(built, 'main.js')
}
