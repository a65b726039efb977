import { expect } from 'chai'
import { epochs } from '../../src/actions/sign-in/epochs.js'
import { rejection } from './rejection.js'

/** A store whose reads end when the test says so. */
function slowStore() {
  const reads: { key: string; answer: (epoch: number) => void; fail: (error: Error) => void }[] = []
  return {
    reads,
    epoch: (key: string) =>
      new Promise<number>((answer, fail) => {
        reads.push({ key, answer, fail })
      }),
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('epochs', () => {
  const realNow = performance.now
  let now = 0
  const held = () => {
    now = 1000
    performance.now = () => now
  }
  afterEach(() => {
    performance.now = realNow
  })

  it('answers at once from what was read at most so long ago, and reads again after', async () => {
    held()
    const store = slowStore()
    const known = epochs(store, 5000)
    const first = known.of('a')
    store.reads[0]?.answer(7)
    expect(await first).to.equal(7)
    now += 4999
    expect(known.of('a')).to.equal(7)
    now += 1
    expect(known.of('a')).to.be.instanceOf(Promise)
    expect(store.reads).to.have.length(2)
  })

  it('counts the time from before the read, since its answer may be as old as that', async () => {
    held()
    const store = slowStore()
    const known = epochs(store, 5000)
    const first = known.of('a')
    now += 3000
    store.reads[0]?.answer(7)
    await first
    now += 2000
    expect(known.of('a')).to.be.instanceOf(Promise)
  })

  it('reads once for parallel requests of one person, and once each for several people', async () => {
    const store = slowStore()
    const known = epochs(store, 5000)
    const asked = [known.of('a'), known.of('a'), known.of('b'), known.of('a')]
    expect(store.reads.map(({ key }) => key)).to.deep.equal(['a', 'b'])
    store.reads[0]?.answer(1)
    store.reads[1]?.answer(2)
    expect(await Promise.all(asked)).to.deep.equal([1, 1, 2, 1])
  })

  it('keeps no failure, and tells it to everybody who waited', async () => {
    const store = slowStore()
    const known = epochs(store, 5000)
    const asked = [known.of('a'), known.of('a')]
    store.reads[0]?.fail(new Error('the database is down'))
    for (const one of asked) expect((await rejection(Promise.resolve(one))).message).to.equal('the database is down')
    const again = known.of('a')
    store.reads[1]?.answer(3)
    expect(await again).to.equal(3)
  })

  it('keeps no failure of a store that throws at once', async () => {
    let down = true
    const store = {
      epoch: (): Promise<number> => {
        if (down) throw new Error('the database is down')
        return Promise.resolve(3)
      },
    }
    const known = epochs(store, 5000)
    await rejection(Promise.resolve(known.of('a')))
    down = false
    expect(await known.of('a')).to.equal(3)
  })

  it('does not go on with an epoch that was known when a new one cannot be read', async () => {
    held()
    const store = slowStore()
    const known = epochs(store, 5000)
    const first = known.of('a')
    store.reads[0]?.answer(7)
    await first
    now += 5000
    const second = Promise.resolve(known.of('a'))
    store.reads[1]?.fail(new Error('the database is down'))
    await rejection(second)
  })

  it('forgets what it knows of one person', async () => {
    const store = slowStore()
    const known = epochs(store, 5000)
    const first = [known.of('a'), known.of('b')]
    store.reads[0]?.answer(1)
    store.reads[1]?.answer(1)
    await Promise.all(first)
    known.forget('a')
    expect(known.of('b')).to.equal(1)
    expect(known.of('a')).to.be.instanceOf(Promise)
  })

  it('does not keep what a read brings that was under way when it forgot', async () => {
    const store = slowStore()
    const known = epochs(store, 5000)
    const before = known.of('a')
    known.forget('a')
    store.reads[0]?.answer(1)
    await before
    expect(known.of('a')).to.be.instanceOf(Promise)
  })

  it('keeps the epoch of the later read, where one from before forgetting ends first', async () => {
    const store = slowStore()
    const known = epochs(store, 5000)
    void known.of('a')
    known.forget('a')
    const after = known.of('a')
    store.reads[0]?.answer(1)
    await settled()
    store.reads[1]?.answer(2)
    expect(await after).to.equal(2)
    expect(await known.of('a')).to.equal(2)
    expect(store.reads).to.have.length(2)
  })

  it('keeps the epoch of the later read, where one from before forgetting ends last', async () => {
    const store = slowStore()
    const known = epochs(store, 5000)
    void known.of('a')
    known.forget('a')
    const after = known.of('a')
    store.reads[1]?.answer(2)
    expect(await after).to.equal(2)
    store.reads[0]?.answer(1)
    await settled()
    expect(await known.of('a')).to.equal(2)
  })

  it('reads for each request where nothing may be kept', async () => {
    const store = slowStore()
    const known = epochs(store, 0)
    const first = known.of('a')
    store.reads[0]?.answer(1)
    await first
    const second = known.of('a')
    store.reads[1]?.answer(2)
    expect(await second).to.equal(2)
  })

  it('takes no read that began before the request where nothing may be kept', async () => {
    const store = slowStore()
    const known = epochs(store, 0)
    const early = known.of('a')
    const late = known.of('a')
    store.reads[0]?.answer(1)
    store.reads[1]?.answer(2)
    expect([await early, store.reads.length === 2 ? await late : 'shared']).to.deep.equal([1, 2])
  })

  it('keeps a bounded number of people, the oldest go first', async function () {
    this.timeout(5000)
    const known = epochs({ epoch: async () => 1 }, 60_000)
    for (let person = 0; person <= 50_000; person++) await known.of(`person ${person}`)
    expect(known.of('person 0')).to.be.instanceOf(Promise)
    expect(known.of('person 2')).to.equal(1)
  })
})
