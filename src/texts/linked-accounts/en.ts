/** The accounts at other providers with which a person can sign in. */
export const linkedAccounts = {
  title: 'Connected accounts',
  lead: 'You can sign in with these accounts.',
  leadNone: 'Connect an account of another provider to sign in with it as well.',
  list: 'Your connected accounts',
  state: {
    'stands-in': ({ name }: { name: string }) =>
      `${name} protects your account: no code is asked for when you sign in with it.`,
    asked: 'A code is asked for also when you sign in with it.',
    unconfirmed: 'Not confirmed: it does not stand in for a code.',
  },
  badge: { 'stands-in': 'No code', asked: 'With a code', unconfirmed: 'Not confirmed' },
  confirm: 'Confirm',
  confirmOf: ({ name }: { name: string }) => `Confirm the account at ${name}`,
  disconnect: 'Disconnect',
  disconnectOf: ({ name }: { name: string }) => `Disconnect the account at ${name}`,
  lastWayIn: 'This is your only way to sign in, so it can’t be disconnected. Connect another account first.',
  offered: 'Connect an account',
  connect: ({ name }: { name: string }) => `Connect ${name}`,
  nothingOffered: 'No other provider can be connected.',
  back: 'Back to the settings',
  done: {
    connected: 'The account has been connected.',
    'not-connected': 'No account has been connected. Try again, or ask your administrators.',
    confirmed: 'The account has been confirmed.',
    disconnected: 'The account has been disconnected. You can no longer sign in with it.',
  },
  connecting: {
    title: ({ name }: { name: string }) => `Connect ${name}?`,
    lead: ({ name }: { name: string }) =>
      `You are taken to ${name} to sign in there. After that you can sign in here with that account.`,
    go: ({ name }: { name: string }) => `Go on to ${name}`,
    cancel: 'Cancel',
  },
  confirming: {
    title: 'Is this account yours?',
    lead: ({ name, userName }: { name: string; userName: string }) =>
      `${userName} at ${name} was connected without a second step. Confirm it only if it is yours: whoever has it can then sign in here without a code.`,
    confirm: 'Yes, it is mine',
    disconnect: 'No, disconnect it',
    cancel: 'Cancel',
  },
  disconnecting: {
    title: ({ name }: { name: string }) => `Disconnect ${name}?`,
    lead: ({ userName }: { userName: string }) => `You can then no longer sign in with ${userName}.`,
    confirm: 'Disconnect',
    cancel: 'Cancel',
  },
  settings: {
    title: 'Connected accounts',
    none: 'None',
    unknown: 'They can’t be shown at the moment.',
    account: ({ name, userName }: { name: string; userName: string }) => `${name}: ${userName}`,
    protectedBy: ({ provider }: { provider: string }) =>
      `You signed in through ${provider}, which protects your account. That is why no code was asked for.`,
    manage: 'Manage',
  },
  approve: {
    title: 'Connected accounts',
    button: 'Approve',
    buttonOf: ({ userName }: { userName: string }) => `Approve ${userName}`,
    hint: 'Approve an account only when you know that it is the person’s own: no code is asked for at a sign-in with it.',
  },
}
