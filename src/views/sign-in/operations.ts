import { z } from 'zod'
import type { Operation } from '../operation.js'

const logoutTokenFields = z.object({ logout_token: z.string() })

/** What can be asked around the sign-in at Keycloak. */
export const signInOperations: readonly Operation[] = [
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
