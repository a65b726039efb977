import { z } from 'zod'
import { codeFields } from '../challenge/challenge.js'
import type { Operation } from '../operation.js'
import { invitationFields } from './invitation.js'
import { setUpEmailFields, setUpFields, setUpQuery, setUpSmsFields } from './set-up.js'

/** What can be asked of the settings and of set-up. */
export const enrolmentOperations: readonly Operation[] = [
  { method: 'get', path: '/', summary: 'The settings', who: 'verified', views: ['settings'] },
  {
    method: 'get',
    path: '/set-up',
    summary: 'Which methods can be set up; first, where it can be put off, until when',
    who: 'fresh',
    query: setUpQuery,
    views: ['set-up', 'set-up-later'],
  },
  {
    method: 'post',
    path: '/later',
    summary: 'Puts set-up off for this login, while that is allowed',
    who: 'signed-in',
  },
  {
    method: 'post',
    path: '/set-up',
    summary: 'Begins a set-up; what is active stays so until the new one is confirmed',
    who: 'fresh',
    fields: setUpFields,
  },
  {
    method: 'get',
    path: '/set-up/totp',
    summary: 'The secret for the authenticator app; with `step=confirm` what the first code has to be',
    who: 'fresh',
    query: z.object({ step: z.literal('confirm').optional() }),
    views: ['set-up-totp', 'set-up-totp-confirm'],
  },
  {
    method: 'post',
    path: '/set-up/totp',
    summary: 'Confirms with the first code of the app',
    who: 'fresh',
    fields: codeFields,
    judges: true,
  },
  {
    method: 'get',
    path: '/set-up/email',
    summary: 'Mails a code where there is no live one',
    who: 'fresh',
    views: ['set-up-email'],
  },
  {
    method: 'post',
    path: '/set-up/email',
    summary: 'Confirms with the mailed code, or asks for another one',
    who: 'fresh',
    fields: setUpEmailFields,
    judges: true,
    views: ['set-up-email'],
  },
  {
    method: 'get',
    path: '/set-up/sms',
    summary: 'The number first, and with `step=number` another one; then sends a code where there is no live one',
    who: 'fresh',
    query: z.object({ step: z.literal('number').optional() }),
    views: ['set-up-sms-number', 'set-up-sms'],
  },
  {
    method: 'post',
    path: '/set-up/sms',
    summary: 'Begins with `number`, confirms with `code`, or asks for another one with `resend`',
    who: 'fresh',
    fields: setUpSmsFields,
    judges: true,
    views: ['set-up-sms'],
  },
  {
    method: 'post',
    path: '/invitation/dismiss',
    summary: 'Not to be invited to set up a second factor any more',
    who: 'verified',
    fields: invitationFields,
  },
  { method: 'get', path: '/turn-off', summary: 'Asks before turning off', who: 'fresh', views: ['turn-off'] },
  { method: 'post', path: '/turn-off', summary: 'Turns the second factor off', who: 'fresh' },
]
