import { expect } from 'chai'
import { requirePart } from '../../dev/parts.js'
import { newDatabase } from './databases.js'
import { outcomeIn, outcomeOf, postCode, tally } from './outcomes.js'
import { newPerson } from './people.js'
import { type Enrolled, openSetUp, startPortal, type TestPortal } from './portal.js'

const parts = [requirePart('keycloak'), requirePart('mailbox'), requirePart('mariadb')]

if (parts.every((part) => part !== undefined)) {
  describe('attacks on codes', function () {
    this.timeout(120_000)
    let portal: TestPortal
    let second: TestPortal
    before(async () => {
      // Two processes' worth of caches and sessions on one database.
      const databaseUrl = await newDatabase('attacks_codes')
      portal = await startPortal(0, { databaseUrl })
      second = await startPortal(1, { databaseUrl })
    })
    after(() => Promise.all([portal.close(), second.close()]))

    it('refuses a code a second time, in the same application and in another one', async () => {
      const person = await portal.enrolled()
      const code = await person.code()
      expect(await outcomeOf(await person.atCodePage(), code)).to.equal('accepted')
      expect(await outcomeOf(await person.atCodePage(), code)).to.equal('replayed')
      const elsewhere = second.visit()
      second.clock.advance(portal.clock.offset - second.clock.offset)
      // A sign-in of its own: the Keycloak session of the first browser would let it in unasked.
      await elsewhere.signIn(person.person)
      await elsewhere.get('/two-factor/challenge')
      expect(await outcomeOf(elsewhere, code)).to.equal('replayed')
    })

    it('refuses the code that confirmed the set-up', async () => {
      const person = await portal.enrolled()
      expect(await outcomeOf(await person.atCodePage(), person.firstCode)).to.equal('replayed')
    })

    it('accepts exactly one of 50 parallel posts of one right code', async () => {
      const person = await portal.enrolled()
      const page = await person.atCodePage()
      const code = await person.code()
      const answers = await Promise.all(Array.from({ length: 50 }, () => postCode(page.copy(), code)))
      expect(tally(answers.map(outcomeIn)).accepted).to.equal(1)
    })

    it('accepts exactly one of 50 parallel posts from 50 sessions in two applications', async () => {
      const person = await portal.enrolled()
      second.clock.advance(portal.clock.offset - second.clock.offset)
      const pages = [await person.atCodePage()]
      const elsewhere = second.visit()
      await elsewhere.signIn(person.person)
      await elsewhere.get('/two-factor/challenge')
      pages.push(elsewhere)
      const code = await person.code()
      second.clock.advance(portal.clock.offset - second.clock.offset)
      const posts = Array.from({ length: 50 }, (_, index) => postCode((pages[index % 2] ?? elsewhere).copy(), code))
      expect(tally((await Promise.all(posts)).map(outcomeIn)).accepted).to.equal(1)
    })

    describe('guessing', () => {
      let person: Enrolled
      beforeEach(async () => {
        person = await portal.enrolled()
      })

      it('answers five wrong codes, then makes wait, also for the right one', async () => {
        const page = await person.atCodePage()
        const outcomes: string[] = []
        for (let guess = 0; guess < 20; guess++) outcomes.push(await outcomeOf(page, wrongCode(guess)))
        expect(tally(outcomes)).to.deep.equal({ wrong: 5, locked: 15 })
        const right = await postCode(page, await person.code())
        expect(right.status).to.equal(429)
        expect(Number(right.headers.get('retry-after'))).to.be.within(1, 60)
        portal.clock.advance(61_000)
        expect(await outcomeOf(page, await person.code())).to.equal('accepted')
      })

      it('waits 1, 2, 4, 8, 16, 32 and then 60 minutes', async () => {
        const page = await person.atCodePage()
        for (let guess = 0; guess < 4; guess++) await outcomeOf(page, wrongCode(guess))
        for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
          expect(await outcomeOf(page, wrongCode(minutes))).to.equal('wrong')
          const locked = await postCode(page, wrongCode(minutes))
          expect(outcomeIn(locked)).to.equal('locked')
          expect(Number(locked.headers.get('retry-after'))).to.be.within(minutes * 60 - 20, minutes * 60)
          portal.clock.advance(minutes * 60_000)
        }
      })

      it('keeps one count over many sessions, new logins, cancelling and new challenges', async () => {
        const outcomes: string[] = []
        for (let session = 0; session < 10; session++) {
          const page = await person.atCodePage()
          await page.get('/two-factor/challenge')
          outcomes.push(await outcomeOf(page, wrongCode(session)))
          if (session % 2 === 1) await page.post('/two-factor/challenge/cancel', {}, { follow: false })
        }
        expect(tally(outcomes)).to.deep.equal({ wrong: 5, locked: 5 })
      })

      it('gives no attempts back for a set-up that is begun or reloaded', async () => {
        const page = await person.atCodePage()
        for (let guess = 0; guess < 4; guess++) await outcomeOf(page, wrongCode(guess))
        await person.browser.get('/two-factor/set-up')
        const outcomes = [await outcomeOf(page, wrongCode(7)), await outcomeOf(page, wrongCode(8))]
        expect(outcomes).to.deep.equal(['wrong', 'locked'])
      })

      it('counts 200 parallel wrong codes at most as often as the limit answers them', async () => {
        const page = await person.atCodePage()
        const answers = await Promise.all(
          Array.from({ length: 200 }, (_, guess) => postCode(page.copy(), wrongCode(guess))),
        )
        const counts = tally(answers.map(outcomeIn))
        expect(counts.wrong).to.be.at.most(5)
        expect(counts.accepted).to.equal(undefined)
        expect((counts.wrong ?? 0) + (counts.locked ?? 0) + (counts['503'] ?? 0)).to.equal(200)
      })

      it('has one count whatever the address and the spelling of the login name', async () => {
        const outcomes: string[] = []
        for (let guess = 0; guess < 6; guess++) {
          const page = portal.visit()
          const name = guess % 2 === 0 ? person.person.name.toUpperCase() : person.person.name
          await page.signIn({ ...person.person, name: name.toLowerCase() })
          const headers = {
            'x-forwarded-for': `10.0.0.${guess}`,
            forwarded: `for=10.0.1.${guess}`,
            accept: 'application/json',
          }
          const answer = await page.post(
            '/two-factor/challenge',
            { code: wrongCode(guess) },
            { headers, follow: false },
          )
          outcomes.push(outcomeIn(answer))
        }
        expect(tally(outcomes)).to.deep.equal({ wrong: 5, locked: 1 })
      })

      it('leaves backup codes open while codes are locked, and the other way round', async () => {
        const page = await person.atCodePage()
        for (let guess = 0; guess < 6; guess++) await outcomeOf(page, wrongCode(guess))
        const backup = () => outcomeOf(page, 'aaaa-aaaa-aaaa-aaaa', '/two-factor/challenge/backup')
        expect(await backup()).to.equal('wrong')
        portal.clock.advance(61_000)
        for (let guess = 0; guess < 5; guess++) await backup()
        expect(await backup()).to.equal('locked')
        expect(await outcomeOf(page, await person.code())).to.equal('accepted')
      })

      it('cannot be done without the password', async () => {
        const stranger = portal.visit()
        for (let guess = 0; guess < 8; guess++) {
          const answer = await stranger.post('/two-factor/challenge', { code: wrongCode(guess) }, { follow: false })
          expect(answer.status).to.equal(403)
        }
        expect(await outcomeOf(await person.atCodePage(), await person.code())).to.equal('accepted')
      })

      it('with malformed input is refused and not counted', async () => {
        const page = await person.atCodePage()
        const form = { 'content-type': 'application/x-www-form-urlencoded' }
        const json = { 'content-type': 'application/json', 'x-csrf-token': page.csrf, accept: 'application/json' }
        const csrf = `_csrf=${page.csrf}`
        const forms = [
          '',
          'code=',
          'code=1',
          `code=${'1'.repeat(9_000)}`,
          'code[$ne]=1',
          '__proto__=1',
          'code=123456&code=654321',
        ]
        const bodies = [
          null,
          [],
          {},
          { code: null },
          { code: [] },
          { code: {} },
          { code: ['123456'] },
          { code: 123456 },
          'x',
          1,
        ]
        const answers = [
          ...(await Promise.all(
            forms.map((body) => page.copy().send('/two-factor/challenge', `${csrf}&${body}`, { headers: form })),
          )),
          ...(await Promise.all(
            bodies.map((body) => page.copy().send('/two-factor/challenge', JSON.stringify(body), { headers: json })),
          )),
          await page.copy().send('/two-factor/challenge', '{"code":', { headers: json }),
          await page.copy().send('/two-factor/challenge', `${csrf}&code=${'1'.repeat(50_000)}`, { headers: form }),
        ]
        for (const { status } of answers) expect(status).to.be.within(400, 499)
        // Full-width digits and spaces are how people type, so they are a code, and the first one that counts.
        const first = await postCode(page, '０００　０００')
        expect(JSON.parse(first.body)).to.deep.include({ outcome: 'wrong', triesLeft: 4 })
      })

      it("with another person's code is wrong", async () => {
        const other = await portal.enrolled()
        expect(await outcomeOf(await person.atCodePage(), await other.code())).to.equal('wrong')
      })
    })

    it('gives each of two set-ups a secret of 160 bits of its own', async () => {
      const secrets = []
      for (let person = 0; person < 2; person++) {
        const browser = portal.visit()
        const somebody = await newPerson()
        await browser.signIn(somebody)
        secrets.push(await openSetUp(browser, somebody))
      }
      expect(new Set(secrets).size).to.equal(2)
      for (const secret of secrets) expect(secret).to.have.lengthOf(32)
    })
  })
}

/** A code that is not the right one but once in a million. */
function wrongCode(guess: number): string {
  return String((guess * 7919 + 13) % 1_000_000).padStart(6, '0')
}
