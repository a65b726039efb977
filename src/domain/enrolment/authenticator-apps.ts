/** An authenticator app that suits. */
export interface AuthenticatorApp {
  readonly name: string
  /** Where to get it, for each system; a missing one is not shown. */
  readonly links: { readonly ios?: string; readonly android?: string; readonly web?: string }
}

/** Apps that are free, kept up, and read a standard QR code; the application can name others. */
export const AUTHENTICATOR_APPS: readonly AuthenticatorApp[] = [
  {
    name: 'Google Authenticator',
    links: {
      ios: 'https://apps.apple.com/app/google-authenticator/id388497605',
      android: 'https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2',
    },
  },
  {
    name: 'Microsoft Authenticator',
    links: {
      ios: 'https://apps.apple.com/app/microsoft-authenticator/id983156458',
      android: 'https://play.google.com/store/apps/details?id=com.azure.authenticator',
    },
  },
  {
    name: '2FAS',
    links: {
      ios: 'https://apps.apple.com/app/2fa-authenticator-2fas/id1217793794',
      android: 'https://play.google.com/store/apps/details?id=com.twofasapp',
    },
  },
  {
    name: 'Bitwarden Authenticator',
    links: {
      ios: 'https://apps.apple.com/app/bitwarden-authenticator/id6497335175',
      android: 'https://play.google.com/store/apps/details?id=com.bitwarden.authenticator',
    },
  },
]
