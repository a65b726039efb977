import { z } from 'zod'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'

const device = z.object({
  id: z.string(),
  name: z.string().nullable().describe('What the person calls it; null: nothing, browser and system name it'),
  browser: z.string(),
  system: z.string(),
  address: z.string().nullable().describe('The network address it was last used from'),
  createdAt: moment('When it was trusted'),
  usedAt: moment('When it was last used'),
  endsAt: moment('When it is asked again'),
  isThis: z.boolean().describe('True for the browser that asks'),
})

/** A browser that is not asked again for a while. */
export type DeviceItem = Shown<typeof device>

/**
 * The trusted devices. A POST of `name` to `/devices/:id/rename` names one, one to `/devices/:id/revoke` ends it, one to
 * `/devices/revoke-all` all of them.
 */
export const devicesView = frame.extend({
  page: z.literal('devices'),
  devices: z.array(device).describe('The one used last first'),
  days: z.int().describe('For how many days a browser can be trusted; 0: the policy lets none'),
  done: z.enum(['renamed', 'revoked', 'all-revoked']).nullable().describe('What was just done; said once'),
})

/** The trusted devices. */
export type DevicesView = Shown<typeof devicesView>

/** What names a device. */
export const nameFields = z.object({
  name: z.string('must be a text').describe('At most 64 characters on one line; empty: the name is taken away'),
})
