import { z } from 'zod'
import { ACCOUNT_STATES } from '../../domain/single-sign-on/account-state.js'
import { frame } from '../frame.js'
import type { Shown } from '../shown.js'

const provider = z.string().describe('The alias of the provider')
const name = z.string().describe('What the provider is called')

/** An account at an identity provider. */
export const linkedAccount = z.object({
  provider,
  name,
  userName: z.string().describe('What the person is called there'),
  state: z
    .enum(ACCOUNT_STATES)
    .describe(
      '`stands-in`: no code is asked for at a sign-in with it; `asked`: one is all the same; `unconfirmed`: one is until the account is confirmed',
    ),
})

/** An account at an identity provider. */
export type LinkedAccountItem = Shown<typeof linkedAccount>

/** What was just done to an account. */
export const ACCOUNT_DONE = ['connected', 'not-connected', 'confirmed', 'disconnected'] as const

/**
 * The accounts with which the person can sign in. A POST to `/linked-accounts/:alias/connect` connects or confirms one,
 * one to `/linked-accounts/:alias/disconnect` disconnects it; GET of the same paths asks before.
 */
export const linkedAccountsView = frame.extend({
  page: z.literal('linked-accounts'),
  accounts: z.array(linkedAccount),
  offered: z.array(z.object({ provider, name })).describe('The providers at which an account can be connected'),
  canDisconnect: z.boolean().describe('False where an account is the last way to sign in'),
  canConfirm: z.boolean().describe('False where there is no second factor that could tell whose an account is'),
  done: z.enum(ACCOUNT_DONE).nullable().describe('What was just done; said once'),
})

/** The accounts with which the person can sign in. */
export type LinkedAccountsView = Shown<typeof linkedAccountsView>

/** "Connect?" and, where there is an account already, "Is it yours?" */
export const connectAccountView = frame.extend({
  page: z.literal('linked-accounts-connect'),
  provider,
  name,
  userName: z.string().nullable().describe('The account that is to be confirmed; null where none is connected'),
})

/** "Connect?" */
export type ConnectAccountView = Shown<typeof connectAccountView>

/** "Disconnect?" */
export const disconnectAccountView = frame.extend({
  page: z.literal('linked-accounts-disconnect'),
  provider,
  name,
  userName: z.string(),
})

/** "Disconnect?" */
export type DisconnectAccountView = Shown<typeof disconnectAccountView>

/** What confirms or approves an account: it must still be this one. */
export const accountFields = z.object({
  userName: z.string('must be a text').optional().describe('The account that is confirmed, as it was shown'),
})
