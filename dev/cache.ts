import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of this repository. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url))

/** The git-ignored folder for what is fetched once: `.cache/` at the root, or what `TWO_FACTOR_CACHE` names. */
export const cacheFolder = (): string => resolve(process.env.TWO_FACTOR_CACHE || join(projectFolder, '.cache'))
