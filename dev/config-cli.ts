import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { stringify } from 'yaml'

const run = promisify(execFile)

/** The path of keycloak-config-cli's jar, 6.5 or newer. It is released on GitHub only, so nothing here can fetch it. */
export const configCliJar = (): string | undefined => process.env.KEYCLOAK_CONFIG_CLI || undefined

/** An organization as keycloak-config-cli's files say it. */
export interface StatedOrganization {
  readonly name: string
  readonly alias: string
  readonly description?: string
  readonly domains: readonly { readonly name: string; readonly verified?: boolean }[]
  /** All attributes, or none of them said. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>
}

/**
 * Has keycloak-config-cli bring the organizations of a realm into the state that `file` then says, with the options
 * that `docs/keycloak-administrator.md` recommends, as Keycloak's administrator.
 * @throws where it fails, with what it printed; it ends with 0 also where organizations could not be imported.
 */
export async function importByConfigCli(
  jar: string,
  keycloakUrl: string,
  file: string,
  stated: { readonly realm: string; readonly organizations: readonly StatedOrganization[] },
): Promise<void> {
  writeFileSync(file, stringify(stated, { aliasDuplicateObjects: false }))
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java'
  const { stdout } = await run(
    java,
    [
      ...['-jar', jar],
      `--keycloak.url=${keycloakUrl}`,
      ...['--keycloak.user=admin', '--keycloak.password=admin'],
      `--import.files.locations=${file}`,
      '--import.managed.organization=no-delete',
      '--import.cache.enabled=false',
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`keycloak-config-cli failed: ${error.stdout?.slice(-4000)}${error.stderr?.slice(-4000)}`)
  })
  const warning = /^.*Failed to import organizations.*$/m.exec(stdout)
  if (warning) throw new Error(warning[0])
}
