import { createRequire } from 'node:module'
import type { Manifest } from './domain/installation/manifest.js'

/** Reads the `plugin-manifest.json` of this package. */
export function readManifest(): Manifest {
  // By the name of the package, since the file lies at another height above the sources than above what is built of them.
  return createRequire(import.meta.url)('keycloak-two-factor/plugin-manifest.json') as Manifest
}
