import { expect } from 'chai'
import type { DecidedLogin } from '../../src/actions/administration/note-login.js'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import { decisionLog } from '../../src/workers/decision-log.js'

const login = (at: number) => ({ at }) as DecidedLogin

describe('the decision log', () => {
  it('notes one login after another behind the answer, and waits for all of them where it is flushed', async () => {
    const noted: number[] = []
    let under = 0
    const log = decisionLog({ emit() {} }, async ({ at }) => {
      expect(++under, 'at once').to.equal(1)
      await new Promise((resolve) => setTimeout(resolve, 5))
      under--
      noted.push(at)
    })
    for (const at of [1, 2, 3]) log.note(login(at))
    expect(noted).to.deep.equal([])
    await log.flush()
    expect(noted).to.deep.equal([1, 2, 3])
    log.note(login(4))
    await log.flush()
    expect(noted).to.deep.equal([1, 2, 3, 4])
  })

  it('goes on after a failure, and tells it', async () => {
    const events: TwoFactorEvent[] = []
    const noted: number[] = []
    const log = decisionLog({ emit: (event) => events.push(event) }, async ({ at }) => {
      if (at === 1) throw new Error('the database is away')
      noted.push(at)
    })
    for (const at of [1, 2]) log.note(login(at))
    await log.flush()
    expect(noted).to.deep.equal([2])
    expect(events.map(({ kind }) => kind)).to.deep.equal(['worker-failed'])
  })

  it('keeps no more than ten thousand waiting', async () => {
    const events: TwoFactorEvent[] = []
    let noted = 0
    const log = decisionLog({ emit: (event) => events.push(event) }, async () => {
      noted++
    })
    for (let at = 0; at < 10_005; at++) log.note(login(at))
    await log.flush()
    // The first was taken at once.
    expect([noted, events.length]).to.deep.equal([10_001, 4])
  })
})
