import { count, format } from '../../english.js'
import type { Moment } from '../../format.js'

/** "Try it": what would be asked of a person, and why. */
export const tryIt = {
  title: 'Try it',
  lead: 'What would happen if this person signed in now, in a browser that nobody trusts. Nothing is done, and nobody is told.',
  titleOf: ({ name }: { name: string }) => `If ${name} signed in now`,
  client: 'Application (client ID)',
  provider: 'Identity provider (alias)',
  providerHint: 'Leave it empty for a password.',
  run: 'Try it',
  outcomes: {
    allow: 'Would get in without a code.',
    challenge: 'Would be asked for a code.',
    enrol: 'Would be led to the set-up first.',
    refuse: 'Would be refused.',
  },
  why: 'Why, step by step',
  facts: {
    requirement: 'The policy',
    requiredBy: 'Required by',
    grace: 'Set-up can be put off',
    method: 'Method',
    trustDays: 'Days a browser may be trusted',
  },
  graceLeft: ({ logins, until }: { logins: number | null; until: Moment | null }) =>
    [
      ...(logins === null ? [] : [`for ${count(logins, 'login', 'logins')}`]),
      ...(until === null ? [] : [`until ${format.dateTime(until)}`]),
    ].join(', ') || 'without limit',
  never: 'never',
  another: 'Something else',
}
