import type { TwoFactorOptions } from '../../src/index.js'
import { testDirectory } from '../../src/testing/test-directory.js'

/** Nothing but what createTwoFactor needs; it is never asked to do anything. */
export const MINIMAL_OPTIONS: TwoFactorOptions = {
  name: 'Acme',
  url: 'http://localhost/two-factor',
  secretKeys: [{ id: '1', key: '00'.repeat(32) }],
  login: () => undefined,
  signIn: '/login',
  signOut: '/logout',
  store: { settle() {} } as never,
  directory: testDirectory(),
}
