/** What surrounds every page, and the page that leads to Keycloak. */
export const signIn = {
  account: 'Signed in as',
  backTo: ({ application }: { application: string }) => `Back to ${application}`,
  /** Before the title of a page that came back with an error. */
  errorTitle: ({ title }: { title: string }) => `Error: ${title}`,
  /** The page for a mailed code in place of a fresh password. */
  fresh: {
    title: 'Confirm that it is you',
    why: 'You signed in through another provider, so there is no password that we could ask for before anything is changed.',
    cancel: 'Cancel',
  },
  refresh: {
    password: {
      title: 'Please enter your password again',
      lead: 'To protect your account, we ask for your password before anything is changed. You are being taken to the login page.',
      go: 'Go to the login page',
    },
    account: {
      title: 'Connect your account',
      lead: 'You are being taken to the login page, and from there to the other provider.',
      go: 'Go on',
    },
    app: {
      title: 'You can go back to the app',
      lead: 'Your second step is done. If the app does not open by itself, use the button.',
      go: 'Open the app',
    },
  },
}
