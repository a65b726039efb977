import type { Operation } from '../operation.js'
import { accountFields } from './linked-accounts.js'

/** What can be asked of the accounts with which a person can sign in. */
export const linkedAccountOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/linked-accounts',
    summary: 'The accounts with which the person can sign in',
    who: 'verified',
    views: ['linked-accounts'],
  },
  {
    method: 'get',
    path: '/linked-accounts/:alias/connect',
    summary: 'Whether to connect an account at a provider, or to confirm the one that is there',
    who: 'fresh',
    views: ['linked-accounts-connect'],
  },
  {
    method: 'post',
    path: '/linked-accounts/:alias/connect',
    summary: 'Leads to the provider to connect an account, or confirms the one that is there',
    who: 'fresh',
    fields: accountFields,
  },
  {
    method: 'get',
    path: '/linked-accounts/:alias/disconnect',
    summary: 'Whether to disconnect an account',
    who: 'fresh',
    views: ['linked-accounts-disconnect'],
  },
  {
    method: 'post',
    path: '/linked-accounts/:alias/disconnect',
    summary: 'Disconnects an account; never the last way to sign in',
    who: 'fresh',
  },
]
