import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import { joseSealer } from '../../src/crypto/sealer.js'
import { secretKeys } from '../../src/crypto/secret-keys.js'
import { isTwoFactorError, type TwoFactorError } from '../../src/errors.js'
import type { SealContext } from '../../src/ports/crypto.js'

const OLD = { id: '2025-11', key: randomBytes(32) }
const NEW = { id: '2026-11', key: randomBytes(32) }
const sealer = joseSealer(secretKeys([OLD]))
const context: SealContext = { subjectKey: 'a'.repeat(64), purpose: 'enrolment-secret' }
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

async function unreadable(opening: Promise<string>): Promise<TwoFactorError> {
  try {
    await opening
  } catch (error) {
    if (!isTwoFactorError(error)) throw error
    expect(error.code).to.equal('ERR_2FA_SECRET_UNREADABLE')
    expect(error.expose).to.equal(false)
    expect(error.message).not.to.contain(SECRET)
    expect(String((error.cause as Error | undefined)?.message)).not.to.contain(SECRET)
    return error
  }
  return expect.fail('it was opened')
}

describe('joseSealer', () => {
  it('opens what it sealed, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(await sealer.open(await sealer.seal(text, context), context)).to.equal(text)
      }),
      { numRuns: 50 },
    )
  })

  it('holds nothing of the text in the open, and is another one each time', async () => {
    const tokens = await Promise.all([sealer.seal(SECRET, context), sealer.seal(SECRET, context)])
    expect(tokens[0]).not.to.equal(tokens[1])
    for (const token of tokens) {
      const open = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      expect([token, ...open].join(' ')).not.to.contain(SECRET)
      expect(JSON.parse(open[0] ?? '')).to.include({ alg: 'dir', enc: 'A256GCM', kid: OLD.id })
    }
  })

  it('refuses what belongs to somebody else, and says so', async () => {
    const sealed = await sealer.seal(SECRET, context)
    const error = await unreadable(sealer.open(sealed, { ...context, subjectKey: 'b'.repeat(64) }))
    expect(error.message).to.contain('enrolment-secret').and.to.contain('belongs to somebody')
  })

  for (const purpose of ['pending-secret', 'backup-code', 'message'] as const) {
    it(`refuses a sealed enrolment-secret as a ${purpose}`, async () => {
      await unreadable(sealer.open(await sealer.seal(SECRET, context), { ...context, purpose }))
    })
  }

  it('refuses what other bytes under the same key id sealed', async () => {
    const other = joseSealer(secretKeys([{ id: OLD.id, key: randomBytes(32) }]))
    await unreadable(other.open(await sealer.seal(SECRET, context), context))
  })

  it('names the key that is missing, and the cure', async () => {
    const error = await unreadable(joseSealer(secretKeys([NEW])).open(await sealer.seal(SECRET, context), context))
    expect(error.message).to.contain('"2025-11"').and.to.contain('"secretKeys"').and.to.contain('put it back')
  })

  it('opens with the second key what was sealed before a rotation, and seals with the first', async () => {
    const rotated = joseSealer(secretKeys([NEW, OLD]))
    expect(await rotated.open(await sealer.seal(SECRET, context), context)).to.equal(SECRET)
    await unreadable(sealer.open(await rotated.seal(SECRET, context), context))
  })

  it('refuses a token with one bit flipped, wherever it is', async () => {
    const sealed = await sealer.seal(SECRET, context)
    const parts = sealed.split('.')
    for (const [index, part] of parts.entries()) {
      const bytes = Buffer.from(part, 'base64url')
      const places = [...new Set([0, Math.floor(bytes.length / 2), bytes.length - 1])].filter((place) => place >= 0)
      for (const place of places.filter((at) => at < bytes.length)) {
        for (const bit of [1, 128]) {
          const flipped = Buffer.from(bytes)
          flipped[place] = (flipped[place] ?? 0) ^ bit
          const token = parts.with(index, flipped.toString('base64url')).join('.')
          await unreadable(sealer.open(token, context))
        }
      }
    }
  })

  it('refuses a token with parts of another, cut short, or nothing of the kind', async () => {
    const one = (await sealer.seal(SECRET, context)).split('.')
    const other = (await sealer.seal('another text', context)).split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', enc: 'A256GCM', kid: OLD.id })).toString('base64url')
    for (const token of [
      one.with(3, other[3] ?? '').join('.'),
      one.with(2, other[2] ?? '').join('.'),
      one.with(4, (one[4] ?? '').slice(0, 8)).join('.'),
      one.with(0, none).join('.'),
      one.slice(0, 4).join('.'),
      '',
      '....',
      SECRET,
      null as unknown as string,
      undefined as unknown as string,
    ]) {
      await unreadable(sealer.open(token, context))
    }
  })
})
