import { z } from 'zod'
import type { Operation } from '../operation.js'
import { challengeFields, codeFields } from './challenge.js'

const openedFor = z.object({
  max_age: z.string().optional().describe('How old the code may be, in seconds (RFC 9470)'),
  return: z.string().optional().describe('The name of an entry in option `mobileReturns`, to return to'),
})

/** What can be asked at the code page. */
export const challengeOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/challenge',
    summary: 'The code page; sends a code where they are sent. Where nothing is to be asked, where to go on',
    who: 'signed-in',
    query: openedFor,
    views: ['challenge', 'challenge-backup', 'refresh'],
  },
  {
    method: 'post',
    path: '/challenge',
    summary: 'Answers with a code of the enrolled method',
    who: 'signed-in',
    fields: challengeFields,
    judges: true,
  },
  {
    method: 'post',
    path: '/challenge/resend',
    summary: 'Sends another code; answers the page where none may be sent',
    who: 'signed-in',
    views: ['challenge'],
  },
  {
    method: 'post',
    path: '/challenge/by-email',
    summary: 'Mails this one code instead of sending it by SMS; answers the page where none may be sent',
    who: 'signed-in',
    views: ['challenge'],
  },
  {
    method: 'post',
    path: '/challenge/cancel',
    summary: 'Gives up: the application’s logout is to be posted to',
    who: 'signed-in',
  },
  {
    method: 'get',
    path: '/challenge/backup',
    summary: 'The page for a backup code, or a code from the help desk',
    who: 'signed-in',
    views: ['challenge-backup'],
  },
  {
    method: 'post',
    path: '/challenge/backup',
    summary: 'Answers with a backup code, or a code from the help desk',
    who: 'signed-in',
    fields: codeFields,
    judges: true,
  },
]
