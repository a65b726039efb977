import { z } from 'zod'
import { CHANNELS } from '../../domain/messages/channel.js'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'

const channel = z.object({
  channel: z.enum(CHANNELS),
  state: z.enum(['working', 'failing', 'not-configured']),
  since: moment('Since when it fails').nullable(),
})

/** A channel, as every administrator sees it. */
export const channelItem = channel.describe('Codes by a channel that is not working are not offered')

/** A channel, as every administrator sees it. */
export type ChannelItem = Shown<typeof channelItem>

/** Whether mails and SMS go out, and why not; for operators, whose servers they are. A POST tries one. */
export const adminMessagesView = frame.extend({
  page: z.literal('admin-messages'),
  channels: z.array(channel.extend({ reason: z.string().nullable().describe('What failed and the cure, in English') })),
  tried: z
    .object({
      channel: z.enum(CHANNELS),
      problem: z.string().nullable().describe('Why the message did not go out, in English; null: it did'),
    })
    .nullable()
    .describe('How the test message just posted went'),
})

/** Whether mails and SMS go out. */
export type AdminMessagesView = Shown<typeof adminMessagesView>

/** What a test message takes. */
export const testMessageFields = z.object({
  channel: z.enum(CHANNELS, 'must be "email" or "sms"'),
  to: z
    .string('must be a text')
    .trim()
    .min(3, 'must be an address or number')
    .max(254, 'must be an address or number')
    .describe('A mail address, or a number such as +819012345678'),
})
