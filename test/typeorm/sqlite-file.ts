import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file name in a folder of its own, and how to remove the folder. */
export async function sqliteFile(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'two-factor-sqlite-'))
  return { file: join(folder, 'two-factor.db'), remove: () => rm(folder, { recursive: true, force: true }) }
}
