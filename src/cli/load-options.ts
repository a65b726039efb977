import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OperationsOptions } from '../create-operations.js'
import { isTwoFactorError } from '../errors.js'
import { BadInput } from './answer.js'

/** The file that is read where `--config` is not given. */
export const CONFIG_FILE = 'two-factor.config.js'

/**
 * Reads the options from a JavaScript file: what it exports as its default, a value or a promise of one. Throws
 * `BadInput` where there is no such file or default, or it cannot be run; the library's own errors go through.
 */
export async function loadOptions(folder: string, file: string): Promise<OperationsOptions> {
  const path = resolve(folder, file)
  await access(path).catch(() => {
    throw new BadInput(
      `There is no file ${path}. Name one with --config: its default export is what createTwoFactor() gets.`,
    )
  })
  const options = await load(path)
  if (typeof options !== 'object' || options === null) {
    throw new BadInput(`${path} has no default export. Let it be the object that createTwoFactor() gets.`)
  }
  return options as OperationsOptions
}

async function load(path: string): Promise<unknown> {
  try {
    const loaded: { default?: unknown } = await import(pathToFileURL(path).href)
    return await loaded.default
  } catch (error) {
    if (isTwoFactorError(error)) throw error
    throw new BadInput(`${path} cannot be run: ${error instanceof Error ? `${error.name}: ${error.message}` : error}.`)
  }
}
