import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { outcomeIn, outcomeOf, postCode, tally } from './outcomes.js'
import { type Enrolled, reenter, startPortal, type TestPortal } from './portal.js'

const parts = [requirePart('keycloak'), requirePart('mailbox')]
const PATH = '/two-factor/challenge/backup'

if (parts.every((part) => part !== undefined)) {
  describe('attacks on backup codes', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let person: Enrolled
    before(async () => {
      portal = await startPortal(2)
    })
    after(() => portal.close())
    beforeEach(async () => {
      person = await portal.enrolled()
    })

    it('accepts each once, in whatever way it is typed', async () => {
      const [first = '', second = ''] = await codesOf(person)
      expect(
        await outcomeOf(await person.atCodePage(), ` ${first.toUpperCase().replaceAll('-', ' ')} `, PATH),
      ).to.equal('accepted')
      expect(await outcomeOf(await person.atCodePage(), first, PATH)).to.equal('replayed')
      expect(await outcomeOf(await person.atCodePage(), second, PATH)).to.equal('accepted')
    })

    it('accepts exactly one of 50 parallel posts of one backup code', async () => {
      const [code = ''] = await codesOf(person)
      const page = await person.atCodePage()
      const answers = await Promise.all(Array.from({ length: 50 }, () => postCode(page.copy(), code, PATH)))
      expect(tally(answers.map(outcomeIn)).accepted).to.equal(1)
    })

    it("refuses another person's code", async () => {
      const other = await portal.enrolled()
      const [code = ''] = await codesOf(other)
      expect(await outcomeOf(await person.atCodePage(), code, PATH)).to.equal('wrong')
      expect(await outcomeOf(await other.atCodePage(), code, PATH)).to.equal('accepted')
    })

    it('refuses the codes of an old batch at once', async () => {
      const [old = ''] = await codesOf(person)
      portal.clock.advance(60_000)
      await person.browser.get('/two-factor/backup-codes/regenerate')
      const page = await person.browser.post('/two-factor/backup-codes/regenerate')
      expect(page.url).to.match(/\/backup-codes$/)
      const [fresh = ''] = await codesOf(person)
      expect(fresh).not.to.equal(old)
      expect(await outcomeOf(await person.atCodePage(), old, PATH)).to.equal('wrong')
      expect(await outcomeOf(await person.atCodePage(), fresh, PATH)).to.equal('accepted')
    })

    it('answers malformed input with 400 and does not count it', async () => {
      const page = await person.atCodePage()
      for (const code of ['', '123456', 'aaaa-aaaa-aaaa-aaa1', 'a'.repeat(500), '%00']) {
        expect((await postCode(page, code, PATH)).status).to.equal(400)
      }
      const wrong = await postCode(page, 'aaaa-aaaa-aaaa-aaaa', PATH)
      expect(JSON.parse(wrong.body)).to.deep.include({ outcome: 'wrong', triesLeft: 4 })
    })

    it('shows the codes no more ten minutes after they were saved', async () => {
      expect(await codesOf(person)).to.have.lengthOf(10)
      const file = await person.browser.get('/two-factor/backup-codes/download')
      expect(file.body.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g)).to.have.lengthOf(10)
      expect(await codesOf(person)).to.have.lengthOf(10)
      portal.clock.advance(10 * 60_000)
      const later = await person.atCodePage()
      await later.post('/two-factor/challenge', { code: await person.code() })
      const page = await reenter(later, person.person, '/two-factor/backup-codes')
      expect(page.url).to.match(/\/backup-codes$/)
      expect(page.body).not.to.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/)
      expect((await later.get('/two-factor/backup-codes/download')).url).to.match(/\/backup-codes$/)
    })
  })
}

async function codesOf({ browser }: Enrolled): Promise<readonly string[]> {
  const page = await browser.get('/two-factor/backup-codes')
  return page.body.match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? []
}
