import { expect } from 'chai'
import { channelState, TROUBLE_MS } from '../../src/domain/messages/channel.js'
import { NOON } from './sample-login.js'

describe('channelState', () => {
  const trouble = { channel: 'sms', since: NOON - 60_000, lastAt: NOON, reason: 'It does not answer.' } as const

  for (const [what, isConfigured, known, now, state] of [
    ['there is no option for it', false, trouble, NOON, 'not-configured'],
    ['nothing bad is known', true, undefined, NOON, 'working'],
    ['it has just failed', true, trouble, NOON, 'failing'],
    ['it failed nearly five minutes ago', true, trouble, NOON + TROUBLE_MS - 1, 'failing'],
    ['nothing was heard of it for five minutes', true, trouble, NOON + TROUBLE_MS, 'working'],
  ] as const) {
    it(`is ${state} where ${what}`, () => {
      expect(channelState(isConfigured, known, now)).to.include({ state })
    })
  }

  it('says since when and why', () => {
    expect(channelState(true, trouble, NOON)).to.deep.equal({
      state: 'failing',
      since: NOON - 60_000,
      reason: 'It does not answer.',
    })
  })
})
