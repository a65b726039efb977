import { expect } from 'chai'
import type { TwoFactorEvent } from '../../src/ports/events.js'
import { eventsTo } from '../../src/telemetry.js'
import { startWorker, type Worker } from '../../src/workers/worker.js'

const soon = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms))

describe('startWorker', () => {
  let worker: Worker | undefined
  const events: TwoFactorEvent[] = []
  const sink = { emit: (event: TwoFactorEvent) => void events.push(event) }

  beforeEach(() => {
    events.length = 0
  })
  afterEach(() => worker?.stop())

  it('runs at once, and again at its interval', async () => {
    let turns = 0
    worker = startWorker('test', 20, sink, async () => ++turns < 0)
    expect(turns).to.equal(1)
    await soon(70)
    expect(turns).to.be.within(2, 4)
  })

  it('runs again at once while there is more', async () => {
    let turns = 0
    worker = startWorker('test', 60_000, sink, async () => ++turns < 5)
    await soon()
    expect(turns).to.equal(5)
  })

  it('runs once more when poked in the middle of a turn, and never twice at once', async () => {
    let running = 0
    let most = 0
    let turns = 0
    worker = startWorker('test', 60_000, sink, async () => {
      turns++
      most = Math.max(most, ++running)
      await soon()
      running--
      return false
    })
    worker.poke()
    worker.poke()
    await soon(30)
    expect([turns, most]).to.deep.equal([2, 1])
    worker.poke()
    await soon(20)
    expect(turns).to.equal(3)
  })

  it('loses no poke, whatever the moment', async () => {
    let turns = 0
    worker = startWorker('test', 60_000, sink, async () => ++turns < 0)
    for (let hops = 0; hops < 12; hops++) {
      worker.poke()
      for (let hop = 0; hop < hops; hop++) await Promise.resolve()
      const seen = turns
      worker.poke()
      await soon(1)
      expect(turns, `a poke ${hops} hops after another`).to.be.above(seen)
    }
  })

  it('goes on after a turn that threw, and tells it', async () => {
    let turns = 0
    worker = startWorker('test', 5, sink, async () => {
      if (++turns === 1) throw new Error('the database is down')
      return false
    })
    await soon(40)
    expect(turns).to.be.above(1)
    expect(events).to.have.length(1)
    expect(events[0]).to.include({ kind: 'worker-failed', worker: 'test' })
  })

  it('survives a listener for events that throws', async () => {
    const unhandled: unknown[] = []
    const noticed = (error: unknown) => unhandled.push(error)
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', noticed)
    try {
      const emit = () => {
        throw new Error('the application’s own listener is broken')
      }
      let turns = 0
      worker = startWorker('test', 5, eventsTo(emit), async () => {
        turns++
        throw new Error('the database is down')
      })
      await soon(40)
      expect(unhandled).to.deep.equal([])
      expect(turns).to.be.above(1)
    } finally {
      await worker?.stop().catch(() => {})
      process.removeListener('unhandledRejection', noticed)
      for (const listener of others) process.on('unhandledRejection', listener)
    }
  })

  it('waits for the turn under way when it is stopped, and begins no other', async () => {
    let ended = 0
    worker = startWorker('test', 1, sink, async () => {
      await soon(20)
      ended++
      return true
    })
    await worker.stop()
    expect(ended).to.equal(1)
    worker.poke()
    await soon(30)
    expect(ended).to.equal(1)
  })

  it('can be stopped twice, and while it sleeps', async () => {
    worker = startWorker('test', 60_000, sink, async () => false)
    await soon()
    await worker.stop()
    await worker.stop()
  })

  it('keeps no process alive', async () => {
    worker = startWorker('test', 60_000, sink, async () => false)
    await soon()
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).to.have.length.below(2)
  })
})
