import { z } from 'zod'
import type { Operation } from '../operation.js'
import { freshFields } from './fresh.js'

const logoutTokenFields = z.object({ logout_token: z.string() })

/** What can be asked around the sign-in at Keycloak. */
export const signInOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/fresh',
    summary: 'Mails a code in place of a fresh password to people who came through an identity provider',
    who: 'verified',
    views: ['fresh'],
  },
  {
    method: 'post',
    path: '/fresh',
    summary: 'Answers with the mailed code',
    who: 'verified',
    fields: freshFields,
    views: ['fresh'],
    judges: true,
  },
  {
    method: 'get',
    path: '/continue',
    summary: 'Where Keycloak sign-ins end, to go on where the person was',
    who: 'everybody',
  },
  {
    method: 'post',
    path: '/backchannel-logout',
    summary: 'Takes logout tokens from Keycloak (OpenID Connect Back-Channel Logout 1.0), as a form',
    who: 'everybody',
    fields: logoutTokenFields,
    file: null,
  },
]
