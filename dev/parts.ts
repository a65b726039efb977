/** The real parts that tests may need, and the environment variable with the address of each. */
export const partVariables = {
  /** Keycloak's base URL; it has the realm of `testRealm`. */
  keycloak: 'TEST_KEYCLOAK_URL',
  /** A MariaDB server's URL, as root, without a database. */
  mariadb: 'TEST_MARIADB_URL',
  /** The URLs of a Galera cluster's three nodes, comma separated. */
  galera: 'TEST_GALERA_URLS',
  /** The mailbox's web address. */
  mailbox: 'TEST_MAILBOX_URL',
  /** The Chromium that tests drive; zbarimg and oathtool are there as well. */
  browser: 'TEST_BROWSER',
  /** The jar of keycloak-config-cli. */
  'config-cli': 'TEST_CONFIG_CLI',
} as const

export type Part = keyof typeof partVariables

/**
 * The address of a real part, for suites that need one: `const url = requirePart('mariadb')`, and the suite is defined
 * only where there is one. In `npm test` a missing part is a skipped test, and with `CI=true` a failed one.
 */
export function requirePart(part: Part): string | undefined {
  const address = process.env[partVariables[part]]
  if (address) return address
  const leftOut = `LEFT OUT: suites that need the part ${part}, because ${partVariables[part]} is not set`
  console.warn(leftOut)
  if (process.env.TEST_PARTS !== 'started') return undefined
  if (process.env.CI !== 'true') it.skip(leftOut)
  else
    it(`has the part ${part}`, () => {
      throw new Error(leftOut)
    })
  return undefined
}
