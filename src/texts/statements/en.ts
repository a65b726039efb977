/** How a login was authenticated, for a line of a document. */
export const statements = {
  twoFactor: ({ second }: { second: string }) => `Two-factor authentication: password and ${second}`,
  both: ({ first, second }: { first: string; second: string }) => `${first}, and ${second}`,
  first: {
    password: () => 'Password',
    'single-sign-on': ({ provider }: { provider: string }) => `Single sign-on with ${provider}`,
    unknown: () => 'Sign-in with Keycloak',
  },
  alone: {
    password: () => 'Password alone',
    'single-sign-on': ({ provider }: { provider: string }) => `Single sign-on with ${provider}`,
    unknown: () => 'Sign-in with Keycloak, by a method that is not known',
  },
  second: {
    totp: 'a code from an authenticator app',
    email: 'a code sent by e-mail',
    sms: 'a code sent by SMS',
    'backup-code': 'a backup code',
    'bypass-code': 'a bypass code from the help desk',
    'trusted-device': 'a trusted device, without a code',
  },
}
