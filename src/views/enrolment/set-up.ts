import { z } from 'zod'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { problem, sentTo } from '../challenge/problem.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'

const link = z.url().exactOptional()

/** Set-up, first step: which method, and which apps suit. A POST of `method` to `/set-up` begins. */
export const setUpView = frame.extend({
  page: z.literal('set-up'),
  methods: z.array(z.enum(METHODS)).describe('What may be chosen'),
  email: z
    .string()
    .nullable()
    .describe('Where codes would be mailed to, masked; null where Keycloak has verified no address'),
  apps: z.array(z.object({ name: z.string(), links: z.object({ ios: link, android: link, web: link }) })),
  replaces: z.boolean().describe('True where an enrolment is active and stays so until the new one is confirmed'),
})

/** Set-up, first step. */
export type SetUpView = Shown<typeof setUpView>

/**
 * Before set-up, while it can be put off: a POST to `/later` does so for this login, `/set-up?now=1` begins at once.
 */
export const setUpLaterView = frame.extend({
  page: z.literal('set-up-later'),
  tenants: z.array(z.string()).describe('The names of those who require it'),
  until: z.int().nullable().describe('When it cannot be put off any more, in ms; null: no day is set'),
  logins: z.int().nullable().describe('For how many more logins, this one included; null: no limit'),
})

/** Before set-up, while it can be put off. */
export type SetUpLaterView = Shown<typeof setUpLaterView>

/** How set-up is asked for. */
export const setUpQuery = z.object({ now: z.literal('1').optional().describe('Set up although it can be put off') })

const METHOD = `must be ${METHODS.map((method) => `"${method}"`).join(' or ')}`

/** What begins a set-up. */
export const setUpFields = z.object({ method: z.enum(METHODS, METHOD) })

/** Set-up, second step: QR code and key. "Next" leads to `/set-up/totp?step=confirm`. */
export const setUpTotpView = frame.extend({
  page: z.literal('set-up-totp'),
  address: z.string().describe('The `otpauth:` address, for a QR code or for "Open in authenticator app"'),
  key: z.string().describe('The secret in base32, in groups of four'),
  account: z.string().describe('The name of the entry in the authenticator app'),
})

/** Set-up, second step. */
export type SetUpTotpView = Shown<typeof setUpTotpView>

/** Set-up, third step: the first code. A POST of `code` to `/set-up/totp` confirms. */
export const setUpTotpConfirmView = frame.extend({
  page: z.literal('set-up-totp-confirm'),
  digits: z.int(),
  problem: problem.nullable(),
})

/** Set-up, third step. */
export type SetUpTotpConfirmView = Shown<typeof setUpTotpConfirmView>

/** A set-up whose codes are sent: the code. */
const sentView = frame.extend({
  digits: z.int(),
  sent: sentTo.nullable().describe('Null where none could be sent; `problem` says why'),
  problem: problem.nullable(),
})

/** Set-up by e-mail: the mailed code. A POST of `code` to `/set-up/email` confirms, one of `resend` sends another. */
export const setUpEmailView = sentView.extend({ page: z.literal('set-up-email') })

/** What answers the page of a set-up by e-mail: the code, or `resend` for another one. */
export const setUpEmailFields = z.object({
  code: z.string().max(100).optional(),
  resend: z.string().optional().describe('Anything, to have another code sent'),
})

/** Set-up by e-mail. */
export type SetUpEmailView = Shown<typeof setUpEmailView>

/** Set-up by SMS: the number. A POST of `number` to `/set-up/sms` begins, and sends a code there. */
export const setUpSmsNumberView = frame.extend({
  page: z.literal('set-up-sms-number'),
  number: z.string().describe('What the field holds: the number that Keycloak knows, or what was typed last'),
  problem: z.enum(['malformed', 'not-allowed']).nullable().describe('Why the number was not taken'),
})

/** Set-up by SMS: the number. */
export type SetUpSmsNumberView = Shown<typeof setUpSmsNumberView>

/** Set-up by SMS: the code. A POST of `code` to `/set-up/sms` confirms, one of `resend` sends another. */
export const setUpSmsView = sentView.extend({ page: z.literal('set-up-sms') })

/** Set-up by SMS: the code. */
export type SetUpSmsView = Shown<typeof setUpSmsView>

/** What answers the pages of a set-up by SMS: the number, the code, or `resend` for another one. */
export const setUpSmsFields = setUpEmailFields.extend({ number: z.string().max(64, 'must be a number').optional() })
