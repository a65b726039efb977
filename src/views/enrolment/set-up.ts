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

/** Set-up by e-mail: the mailed code. A POST of `code` to `/set-up/email` confirms, one of `resend` sends another. */
export const setUpEmailView = frame.extend({
  page: z.literal('set-up-email'),
  digits: z.int(),
  sent: sentTo.nullable().describe('Null where none could be sent; `problem` says why'),
  problem: problem.nullable(),
})

/** What answers the page of a set-up by e-mail: the code, or `resend` for another one. */
export const setUpEmailFields = z.object({
  code: z.string().max(100).optional(),
  resend: z.string().optional().describe('Anything, to have another code sent'),
})

/** Set-up by e-mail. */
export type SetUpEmailView = Shown<typeof setUpEmailView>
