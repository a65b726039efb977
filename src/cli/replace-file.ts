import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { BadInput } from './answer.js'

/**
 * Writes a file, whole or not at all: whoever ends the process meanwhile keeps the earlier one. What is no file, such as
 * `/dev/stdout`, is written to. Throws `BadInput` that says why it can not be written.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    const known = await stat(path).catch(() => null)
    if (known !== null && !known.isFile()) return await writeFile(path, text)
    const target = known === null ? path : await realpath(path)
    const beside = `${target}.${process.pid}`
    try {
      await writeFile(beside, text, { mode: known?.mode ?? 0o666 })
      await rename(beside, target)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
  } catch (error) {
    throw new BadInput(`${path} can not be written: ${error instanceof Error ? error.message : error}`)
  }
}
