import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { createDatabase } from '../../dev/database.js'
import { requirePart } from '../../dev/parts.js'
import { outcomeIn, outcomeOf, postCode, tally } from './outcomes.js'
import { startPortal, type TestPortal } from './portal.js'

const galera = requirePart('galera')
const parts = [requirePart('keycloak'), requirePart('mailbox')]

if (galera !== undefined && parts.every((part) => part !== undefined)) {
  describe('two applications on two nodes of a Galera cluster', function () {
    this.timeout(120_000)
    let first: TestPortal
    let second: TestPortal
    before(async () => {
      const [one = '', two = ''] = galera.split(',')
      const database = `attacks_${Date.now()}`
      const url = new URL(await createDatabase(one, database))
      first = await startPortal(4, { databaseUrl: url.href })
      const { host } = new URL(two)
      url.host = host
      second = await startPortal(5, { databaseUrl: url.href })
    })
    after(() => Promise.all([first.close(), second.close()]))

    it('accept exactly one of 50 parallel posts of one right code, and none of it afterwards', async () => {
      const person = await first.enrolled()
      const code = await person.code()
      second.clock.advance(first.clock.offset - second.clock.offset)
      const here = await person.atCodePage()
      const there = second.visit()
      await sleep(500)
      expect((await there.signIn(person.person)).url).to.match(/\/challenge$/)
      const posts = Array.from({ length: 50 }, (_, post) => postCode((post % 2 === 0 ? here : there).copy(), code))
      const outcomes = tally((await Promise.all(posts)).map(outcomeIn))
      expect(outcomes.accepted, JSON.stringify(outcomes)).to.equal(1)
      first.clock.advance(61 * 60_000)
      expect(await outcomeOf(await person.atCodePage(), code)).to.be.oneOf(['replayed', 'wrong'])
    })

    it('answer wrong codes together at most as often as the limit says', async () => {
      const person = await first.enrolled()
      second.clock.advance(first.clock.offset - second.clock.offset)
      const here = await person.atCodePage()
      const there = second.visit()
      await sleep(500)
      expect((await there.signIn(person.person)).url).to.match(/\/challenge$/)
      const posts = Array.from({ length: 100 }, (_, post) =>
        postCode((post % 2 === 0 ? here : there).copy(), String(post).padStart(6, '0')),
      )
      const outcomes = tally((await Promise.all(posts)).map(outcomeIn))
      expect(outcomes.wrong, JSON.stringify(outcomes)).to.be.at.most(5)
    })
  })
}
