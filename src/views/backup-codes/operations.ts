import type { Operation } from '../operation.js'
import { savedFields } from './backup-codes.js'

/** What can be asked of the backup codes. */
export const backupCodeOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/backup-codes',
    summary: 'The state of each backup code, and while they may be read, the codes',
    who: 'fresh',
    views: ['backup-codes'],
  },
  {
    method: 'get',
    path: '/backup-codes/download',
    summary: 'The codes as a file; this settles the prompt to keep them',
    who: 'fresh',
    file: { type: 'text/plain', holds: 'Application, account, date, and a code a line' },
  },
  {
    method: 'post',
    path: '/backup-codes/saved',
    summary: 'Says that the person kept the codes',
    who: 'fresh',
    fields: savedFields,
  },
  {
    method: 'get',
    path: '/backup-codes/regenerate',
    summary: 'Asks before the old codes die',
    who: 'fresh',
    views: ['backup-codes-regenerate'],
  },
  { method: 'post', path: '/backup-codes/regenerate', summary: 'Makes ten new codes', who: 'fresh' },
]
