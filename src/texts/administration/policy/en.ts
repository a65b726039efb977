import { count, format } from '../../english.js'
import type { Moment } from '../../format.js'

/** The policy of an organization: the form, what a change means, and the change. */
export const policy = {
  link: 'Policy',
  title: ({ tenant }: { tenant: string }) => `Policy of ${tenant}`,
  lead: 'What is asked of the people of this organization when they sign in. Before anything is saved you see what it means.',
  managed: 'Managed in Keycloak: this policy is changed there, in the attributes of the organization.',
  managedLead: 'What is asked of the people of this organization when they sign in.',
  saved: 'Saved. Sessions that are open follow within seconds.',
  refused: {
    'changed-meanwhile': 'Somebody else has changed this policy in the meantime. Nothing was saved.',
    unconfirmed:
      'The number you typed is not the one of people who lose their settings now. Nothing was saved: look at what the change means, and type the number that is shown there.',
    invalid: 'Nothing was saved. Correct what is marked below:',
  },
  faults: {
    requirement: 'Choose one of these.',
    appliesTo: 'Choose one of these.',
    from: 'Enter a date, such as 2027-03-01, or leave it empty.',
    takesEffect: 'Choose one of these.',
    methods: 'Choose at least one.',
    smsFallback: 'Choose one of these.',
    'sso.bypass': 'Choose one of these.',
    'sso.providers': 'Write each line as the provider’s alias, “=”, and “bypass” or “enforce”.',
    'trustedDevices.days': 'Enter a whole number from 0 to 365.',
    'grace.days': 'Enter a whole number from 0 to 365, or leave it empty.',
    'grace.logins': 'Enter a whole number from 0 to 365, or leave it empty.',
    'backupCodes.readable': 'Choose one of these.',
    'acceptKeycloak.acr': 'A value can have 255 characters at most.',
    'acceptKeycloak.amr': 'A value can have 255 characters at most.',
    helpContact: 'Enter 200 characters at most, without line breaks.',
  },
  weak: {
    'acceptKeycloak.acr':
      'Each value must have level 2 or more in the realm’s “ACR to LoA Mapping” in Keycloak. A password alone reaches level 1.',
    'acceptKeycloak.amr': 'Name values of a second factor, such as “otp”, and none of a first one, such as “pwd”.',
  },
  notIncludedNow: 'Your plan does not include this. Choose something else.',
  changed: 'In these points the saved policy differs from what you entered:',
  again: 'What you entered is still below. Look at it, and go on if it is still what you want.',
  underWay: {
    announce: ({ done }: { done: number }) => `People are being told by e-mail: ${format.number(done)} so far.`,
    erase: ({ done }: { done: number }) => `Settings are being deleted: of ${count(done, 'person', 'people')} so far.`,
    remind: (at: Moment) => `A reminder is sent by e-mail on ${format.date(at)}.`,
  },
  fields: {
    requirement: 'Two-factor authentication',
    appliesTo: 'For whom',
    from: 'Required from',
    takesEffect: 'When a stricter policy takes effect',
    methods: 'Methods people may choose',
    smsFallback: 'When an SMS does not arrive',
    'sso.bypass': 'Sign-in through another provider',
    'sso.providers': 'Exceptions for single providers',
    'trustedDevices.days': 'Days a browser may be trusted',
    'grace.days': 'Days the set-up can be put off',
    'grace.logins': 'Logins the set-up can be put off',
    'backupCodes.readable': 'Backup codes',
    'acceptKeycloak.acr': 'Accepted “acr” values',
    'acceptKeycloak.amr': 'Accepted “amr” values',
    helpContact: 'Whom people ask for help',
  },
  hints: {
    from: 'Leave it empty to begin at once. Otherwise people are told now, and reminded 14, 7 and 1 days before.',
    'sso.providers': 'One on each line, such as “google = bypass” or “google = enforce”.',
    'trustedDevices.days': '0: no browser is trusted.',
    'grace.days': 'Empty: no limit. 0: not at all. It can be put off while the days and the logins both allow it.',
    'grace.logins': 'Empty: no limit. 0: not at all, whatever the days say.',
    acceptKeycloak: 'Logins to which Keycloak gives one of these values count as strong enough. One on each line.',
    helpContact: 'A text, an e-mail address as “mailto:help@acme.example”, or an address that begins with “https:”.',
  },
  requirement: {
    off: 'Do not use',
    optional: 'Each person decides',
    required: 'Required',
  },
  appliesTo: { everyone: 'Everybody in the organization', administrators: 'System administrators only' },
  takesEffect: { 'next-login': 'At the next login', now: 'At once, in open sessions too' },
  method: { totp: 'Authenticator app', email: 'E-mail', sms: 'SMS' },
  smsFallback: { email: 'The code may be sent by e-mail', none: 'No other way' },
  bypass: {
    organization: 'Not asked by the organization’s providers',
    all: 'Not asked by any provider',
    none: 'Asked as everybody else',
  },
  readable: { 'until-saved': 'Shown until they are saved', always: 'Can be shown again at any time' },
  notIncluded: 'not included in your plan',
  planNote: 'Your plan does not include everything. Ask whoever manages your contract for more.',
  more: 'More settings',
  preview: 'See what this means',
  effects: {
    title: ({ tenant }: { tenant: string }) => `Change the policy of ${tenant}?`,
    differences: 'What changes',
    stricter: 'stricter',
    weaker: 'less strict',
    other: 'changed',
    nothing: 'Nothing differs from what is saved.',
    means: 'What it means',
    nobody: 'Nobody is asked for more than before, and nobody loses anything.',
    asked: ({ people }: { people: number }) =>
      `${count(people, 'person', 'people')} will be asked for a second step from their next login on.`,
    askedFrom: ({ people, from }: { people: number; from: string }) =>
      `${count(people, 'person', 'people')} will be asked for a second step at logins from ${from} on.`,
    mustSetUp: ({ people }: { people: number }) =>
      `${format.number(people)} of them must set it up first. They are told by e-mail now.`,
    singleSignOn: ({ people }: { people: number }) =>
      `${count(people, 'person has', 'people have')} an account for single sign-on and will not be asked when they come by it.`,
    estimated: ({ looked, members }: { looked: number; members: number }) =>
      `The numbers are estimates: only ${format.number(looked)} of ${format.number(members)} people could be looked at in time.`,
    lacksAddress: ({ people }: { people: number }) =>
      `${count(people, 'person has', 'people have')} no verified e-mail address: no mail reaches them.`,
    lacksMethod: ({ people }: { people: number }) =>
      `${count(people, 'person can', 'people can')} use none of the chosen methods. They are offered an authenticator app.`,
    losesSettings: ({ people, atMost }: { people: number; atMost: boolean }) =>
      `${atMost ? 'Up to ' : ''}${count(people, 'person loses', 'people lose')} their settings: method, backup codes and trusted browsers are deleted. This cannot be undone.`,
    confirm: ({ people }: { people: number }) => `Type ${people} to confirm`,
    save: 'Save',
    saveAndDelete: 'Save and delete',
    back: 'Back without saving',
  },
}
