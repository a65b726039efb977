import { count, format } from '../english.js'
import type { Moment } from '../format.js'

/** The page of trusted devices. */
export const trustedDevices = {
  title: 'Trusted devices',
  lead: ({ days }: { days: number }) =>
    `In these browsers you are not asked for a code, for ${count(days, 'day', 'days')} after you chose so. Revoke those that you do not know or no longer use.`,
  none: 'No browser is trusted.',
  noneHint: 'To trust one, tick “Don’t ask again in this browser” when you enter a code.',
  off: 'Your organization does not allow trusted devices. You are asked for a code at every login.',
  list: 'Your trusted devices',
  browser: ({ browser, system }: { browser: string; system: string }) => `${browser} on ${system}`,
  thisOne: 'This browser',
  facts: { used: 'Last used', address: 'Network address', created: 'Trusted since', ends: 'Asked again on' },
  dateTime: (moment: Moment) => format.dateTime(moment),
  date: (moment: Moment) => format.date(moment),
  unknown: 'Unknown',
  rename: 'Rename',
  /** For screen readers, since every device has the same buttons. */
  renameOf: ({ device }: { device: string }) => `Rename ${device}`,
  name: 'Name',
  nameHint: 'At most 64 characters. Leave it empty for the browser’s own name.',
  save: 'Save',
  revoke: 'Revoke',
  revokeOf: ({ device }: { device: string }) => `Revoke ${device}`,
  revokeAll: 'Revoke all',
  revokeAllHint: 'You will be asked for a code in every browser.',
  back: 'Back to the settings',
  done: {
    renamed: 'The name has been saved.',
    revoked: 'The device is no longer trusted. Your other sessions will be asked for a code.',
    'all-revoked': 'No device is trusted any more. Your other sessions will be asked for a code.',
  },
  settings: {
    title: 'Trusted devices',
    count: ({ devices }: { devices: number }) =>
      devices === 0 ? 'None' : count(devices, 'device is not asked for a code', 'devices are not asked for a code'),
    manage: 'Manage',
    off: 'Your organization does not allow them: you are asked for a code at every login.',
  },
}
