import { expect } from 'chai'
import fc from 'fast-check'
import { countSending, noSendCount, type SendCount } from '../../src/domain/challenge/send-count.js'
import { isSentCodeAlive, type SentCode, sentCodeFrom } from '../../src/domain/challenge/sent-code.js'
import { maskedAddress } from '../../src/domain/enrolment/masked-address.js'
import { NOON } from './sample-login.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('countSending', () => {
  /** Sends at these times, from the first one on, and tells when it was refused. */
  const sendAt = (times: readonly number[]) => {
    let count: SendCount = noSendCount('somebody')
    return times.map((time) => {
      const counted = countSending(count, time)
      if ('next' in counted) count = counted.next
      return 'next' in counted ? 'sent' : counted.cappedUntil
    })
  }

  it('lets five an hour pass, and says when the next one can be sent', () => {
    const times = [0, 1, 2, 3, 4, 5, 59, 60].map((minutes) => NOON + minutes * MINUTE)
    expect(sendAt(times)).to.deep.equal([...Array(5).fill('sent'), NOON + HOUR, NOON + HOUR, 'sent'])
  })

  it('lets twenty a day pass', () => {
    const times = Array.from({ length: 26 }, (_, index) => NOON + Math.floor(index / 5) * HOUR + (index % 5) * MINUTE)
    const sent = sendAt(times)
    expect(sent.slice(0, 20)).to.deep.equal(Array(20).fill('sent'))
    expect(new Set(sent.slice(20))).to.deep.equal(new Set([NOON + 24 * HOUR]))
    expect(sendAt([...times, NOON + 24 * HOUR]).at(-1)).to.equal('sent')
  })

  it('never lets more than twenty pass in a day that is running, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 24 * HOUR - 1 }), { maxLength: 60 }), (offsets) => {
        const times = offsets.sort((a, b) => a - b).map((offset) => NOON + offset)
        expect(sendAt(times).filter((answer) => answer === 'sent').length).to.be.at.most(20)
      }),
    )
  })
})

describe('a sent code', () => {
  it('can be entered for ten minutes, and not a millisecond longer', () => {
    const code = { sentAt: NOON } as SentCode
    expect(isSentCodeAlive(code, NOON)).to.equal(true)
    expect(isSentCodeAlive(code, NOON + 10 * MINUTE - 1)).to.equal(true)
    expect(isSentCodeAlive(code, NOON + 10 * MINUTE)).to.equal(false)
    expect(isSentCodeAlive(null, NOON)).to.equal(false)
  })

  it('has six digits, each code as likely as any other', () => {
    expect(sentCodeFrom(Uint8Array.of(0, 0, 0, 7))).to.equal('000007')
    expect(sentCodeFrom(Uint8Array.of(255, 255, 255, 255))).to.equal(null)
    const largest = Math.floor(2 ** 32 / 1_000_000) * 1_000_000 - 1
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setUint32(0, largest)
    expect(sentCodeFrom(bytes)).to.equal('999999')
  })
})

describe('maskedAddress', () => {
  for (const [address, masked] of [
    ['fred@example.com', 'f••d@example.com'],
    ['al@example.com', 'a••@example.com'],
    ['a@example.com', 'a••@example.com'],
    ['花子@example.com', '花••@example.com'],
    ['"odd@local"@example.com', '"••"@example.com'],
  ] as const) {
    it(`shows ${address} as ${masked}`, () => {
      expect(maskedAddress(address)).to.equal(masked)
    })
  }
})
