import type { Operations } from '../create-operations.js'
import { BadInput } from './answer.js'
import type { Terminal } from './terminal.js'

type InstallerAccount = Parameters<Operations['installation']['uninstall']>[0]

/** The variables of the environment that hold the installer's account; nothing else reads them. */
export const INSTALLER = {
  clientId: 'TWO_FACTOR_INSTALLER_CLIENT_ID',
  clientSecret: 'TWO_FACTOR_INSTALLER_CLIENT_SECRET',
} as const

/** The installer's account. Throws `BadInput` where the environment does not hold it whole. */
export function installer(terminal: Pick<Terminal, 'environment'>): InstallerAccount {
  const account = givenInstaller(terminal)
  if (account !== null) return account
  const names = Object.values(INSTALLER).join(' and ')
  throw new BadInput(
    `This needs an account that may change the realm: set ${names}. See docs/keycloak-administrator.md#the-installers-account.`,
  )
}

/** The same, or null where the environment holds nothing of it. */
export function givenInstaller({ environment }: Pick<Terminal, 'environment'>): InstallerAccount | null {
  const { [INSTALLER.clientId]: clientId = '', [INSTALLER.clientSecret]: clientSecret = '' } = environment
  return clientId !== '' && clientSecret !== '' ? { clientId, clientSecret } : null
}
