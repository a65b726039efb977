import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of this repository, from here or from where this file is compiled to: the nearest with a package.json. */
export const projectFolder = nearestPackage(dirname(fileURLToPath(import.meta.url)))

/** The git-ignored folder for what is fetched once: `.cache/` at the root, or what `TWO_FACTOR_CACHE` names. */
export const cacheFolder = (): string => resolve(process.env.TWO_FACTOR_CACHE || join(projectFolder, '.cache'))

function nearestPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder))
}
