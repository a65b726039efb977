// Everything this application takes from the library. An application of your own writes the package's name instead:
// 'keycloak-two-factor', 'keycloak-two-factor/keycloak', '/typeorm', '/mail' and '/testing'.
export {
  createOperations,
  createTwoFactor,
  type Entitlement,
  isTwoFactorError,
  type Tenant,
  type TenantPolicy,
} from '../../src/index.js'
export { keycloakDirectory, keycloakLogin } from '../../src/keycloak/index.js'
export { httpSms, smtpMailer } from '../../src/mail/index.js'
export { testClock, withTestClock } from '../../src/testing/index.js'
export { sqliteStore, twoFactorEntities, twoFactorMigrations, typeormStore } from '../../src/typeorm/index.js'
