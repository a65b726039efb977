import type { Operation } from '../operation.js'
import { nameFields } from './devices.js'

/** What can be asked of the trusted devices. */
export const trustedDeviceOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/devices',
    summary: 'The browsers that are not asked for a code',
    who: 'verified',
    views: ['devices'],
  },
  {
    method: 'post',
    path: '/devices/:id/rename',
    summary: 'Names a trusted device',
    who: 'verified',
    fields: nameFields,
  },
  { method: 'post', path: '/devices/:id/revoke', summary: 'Ends a trusted device', who: 'verified' },
  { method: 'post', path: '/devices/revoke-all', summary: 'Ends all trusted devices', who: 'verified' },
]
