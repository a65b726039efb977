import type { AccessTokens } from './access-tokens.js'
import type { Accounts } from './accounts.js'
import type { AuthenticationLevels } from './authentication-levels.js'
import type { Directory } from './directory.js'
import type { LogoutTokens } from './logout-tokens.js'
import type { Passwords } from './passwords.js'
import type { PolicyMirror } from './policy-mirror.js'
import type { Realm } from './realm.js'
import type { Administered } from './realm-admin.js'

/** What option `directory` is: whom to look up is needed, the rest where it is used. `keycloakDirectory()` has all of it. */
export type Keycloak = Directory &
  Partial<
    LogoutTokens & AccessTokens & Realm & Passwords & Accounts & AuthenticationLevels & PolicyMirror & Administered
  >
