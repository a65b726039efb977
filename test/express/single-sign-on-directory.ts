import type { KeycloakLogin } from '../../src/domain/sign-in/login.js'
import { type TestDirectoryContent, testDirectory } from '../../src/testing/test-directory.js'
import { FRED } from './portal.js'

/**
 * A directory whose people came by Office 365, the provider of their one tenant, in sessions that began with it. They have
 * no password, so that their accounts are their own, until `content` says otherwise.
 */
export function singleSignOnDirectory(logins: readonly KeycloakLogin[], content: TestDirectoryContent = {}) {
  const members = logins.map(({ userId }) => userId)
  Object.assign(content, {
    tenants: [{ id: 'acme', alias: 'acme', name: 'Acme', enabled: true, attributes: {}, members }],
    identityProviders: [{ alias: 'office365', name: 'Office 365', enabled: true, tenantId: 'acme' }],
    identities: Object.fromEntries(
      logins.map(({ userId, identityUserName: userName = '' }) => [
        userId,
        [{ provider: 'office365', providerUserId: `at-office365-${userId}`, userName }],
      ]),
    ),
    sessionsStartedAt: Object.fromEntries(logins.map(({ sessionId, authenticatedAt }) => [sessionId, authenticatedAt])),
    withoutPassword: members,
    ...content,
  })
  return { ...testDirectory(content), person: async (userId: string) => ({ ...FRED, userId }) }
}
