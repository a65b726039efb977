import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Manifest } from './domain/installation/manifest.js'

/** Reads the `plugin-manifest.json` of this package. */
export function readManifest(): Manifest {
  // By the name of the package, since the file lies at another height above the sources than above what is built of them.
  const file = fileURLToPath(import.meta.resolve('keycloak-two-factor/plugin-manifest.json'))
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest
}
