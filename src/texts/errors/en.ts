/** A title and a sentence for each thrown error, for people who do not know what a server is. */
export const errors = {
  byCode: {
    ERR_2FA_MALFORMED: {
      title: 'That did not work',
      message:
        'The form did not arrive completely, or it was open for too long. Go back, reload the page and try again.',
    },
    ERR_2FA_SIGN_IN_REQUIRED: {
      title: 'Please sign in',
      message: 'You are not signed in, or your login has ended. Sign in and try again.',
    },
    ERR_2FA_FORBIDDEN: {
      title: 'Not allowed',
      message: 'You may not do this. If you think you should, ask your administrator.',
    },
    ERR_2FA_NOT_FOUND: {
      title: 'Page not found',
      message: 'There is nothing at this address. Check the address or start again.',
    },
    ERR_2FA_CONFLICT: {
      title: 'Something has changed',
      message: 'Your settings were changed in the meantime, perhaps in another window. Nothing was lost. Start again.',
    },
    ERR_2FA_POLICY_INVALID: {
      title: 'These settings are not possible',
      message: 'The settings contradict each other or are not part of your plan. Nothing was changed.',
    },
    ERR_2FA_CONFIGURATION: {
      title: 'Not set up correctly',
      message: 'This service is not set up correctly. It is not your fault. Please tell your administrator.',
    },
    ERR_2FA_SECRET_UNREADABLE: {
      title: 'Your code cannot be checked',
      message:
        'Your saved settings cannot be read at the moment. It is not your fault. Please tell your administrator.',
    },
    ERR_2FA_DIRECTORY: {
      title: 'Please try again in a moment',
      message: 'The login service does not answer at the moment. Nothing was lost. Wait a minute and try again.',
    },
    ERR_2FA_MAIL: {
      title: 'The e-mail could not be sent',
      message: 'The mail server does not answer at the moment. Wait a minute and try again.',
    },
    ERR_2FA_SMS: {
      title: 'The SMS could not be sent',
      message: 'The SMS service does not answer at the moment. Wait a minute and try again.',
    },
    ERR_2FA_STORE: {
      title: 'Please try again in a moment',
      message: 'Your settings cannot be reached at the moment. Nothing was lost. Wait a minute and try again.',
    },
  },
  /** Any code that has no words of its own. */
  unexpected: {
    title: 'Something went wrong',
    message: 'An unexpected error happened. Wait a minute and try again.',
  },
  /** Beside the code, for whoever the person asks for help. */
  code: 'Error code',
  detail: 'Technical details',
}
