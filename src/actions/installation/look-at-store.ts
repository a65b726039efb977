import { error, type Finding, warning } from '../../domain/installation/finding.js'
import { judgeKeys } from '../../domain/installation/judge-keys.js'
import type { KeyUse } from '../../domain/keys/key-use.js'
import { CHANNELS, type Channel } from '../../domain/messages/channel.js'
import { isTwoFactorError } from '../../errors.js'
import type { Migrations } from '../../ports/migrations.js'
import type { ChannelStates } from '../messages/read-channels.js'
import type { TestMessage } from '../messages/send-test-message.js'
import type { Look } from './examine.js'

/** What is asked of the store and the channels. */
export interface StorePorts {
  readonly migrations: Partial<Pick<Migrations, 'pendingMigrations'>>
  reportKeys(): Promise<readonly KeyUse[]>
  readChannels(): Promise<ChannelStates>
  sendTestMessage(message: TestMessage): Promise<void>
}

/** Looks whether the tables are there. */
export const lookAtDatabase = ({ migrations }: StorePorts): Look => ({
  topic: 'database',
  async look() {
    if (migrations.pendingMigrations === undefined) return { notLookedAt: 'Option "store" names no migrations.' }
    const pending = await migrations.pendingMigrations()
    if (pending.length === 0) return {}
    return { findings: [error(`The database lacks ${pending.length} steps: ${pending.join(', ')}.`, 'Run migrate.')] }
  },
})

/** Looks what the keys still hold, by reading everything that is sealed. */
export const lookAtKeys = ({ reportKeys }: StorePorts): Look => ({
  topic: 'keys',
  look: async () => ({ findings: judgeKeys(await reportKeys()) }),
})

/** Looks whether messages go out, and sends one where an address is given. */
export const lookAtMessages = (ports: StorePorts, to: { readonly [Name in Channel]?: string | undefined }): Look => ({
  topic: 'messages',
  async look() {
    const states = await ports.readChannels()
    const findings: Finding[] = []
    const notes: string[] = []
    for (const channel of CHANNELS) {
      const state = states[channel]
      const address = to[channel]
      if (address !== undefined) {
        const failed = await tried(ports, { channel, to: address })
        if (failed === null) notes.push(`${NAMES[channel]}: a test message was taken. Look whether it has arrived.`)
        else findings.push(failed)
      } else if (state.state === 'failing') {
        findings.push(error(`${NAMES[channel]} does not go out: ${state.reason}`, CURES[channel]))
      } else if (state.state === 'not-configured' && channel === 'email') {
        const cure = 'Set option "mailer": mails tell people when somebody changes their second factor.'
        findings.push(warning('Nobody is told of anything: option "mailer" is missing.', cure))
      } else if (state.state === 'working') notes.push(`${NAMES[channel]}: no trouble is known. ${CURES[channel]}`)
    }
    return { findings, notes }
  },
})

const NAMES = { email: 'Mail', sms: 'SMS' } as const
const CURES = {
  email: 'Send a test message with --send-mail-to <address>.',
  sms: 'Send a test message with --send-sms-to <number>.',
} as const

async function tried({ sendTestMessage }: StorePorts, message: TestMessage): Promise<Finding | null> {
  try {
    await sendTestMessage(message)
    return null
  } catch (cause) {
    if (!isTwoFactorError(cause)) throw cause
    return error(`${NAMES[message.channel]} does not go out.`, cause.message)
  }
}
