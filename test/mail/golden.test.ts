import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import { NOTICE_KINDS, type Notice } from '../../src/domain/messages/notice.js'
import { mailMessages } from '../../src/mail/mail-messages.js'
import type { WrittenMail } from '../../src/ports/mailer.js'
import { expectGolden, goldenFolder } from './golden.js'

const AT = Date.UTC(2026, 10, 22, 7, 32)
const DAY = 24 * 60 * 60_000

const notice: Omit<Notice, 'kind'> = {
  at: AT,
  origin: { browser: 'Firefox', system: 'Windows', address: '192.0.2.7' },
  left: 3,
  device: 'Firefox on Windows',
  provider: 'Google',
  tenant: 'Acme',
  from: AT + 14 * DAY,
  until: AT + 90 * DAY,
}

const PEOPLE = {
  en: { name: 'Fred Fisher', locale: 'en' },
  ja: { name: '山田 花子', locale: 'ja' },
}

const messages = mailMessages({
  application: 'Acme Portal',
  url: 'https://portal.acme.example/two-factor',
  timeZone: 'Asia/Tokyo',
})

describe('every mail, word for word', () => {
  const names: string[] = []

  function compare(name: string, { subject, text, html }: WrittenMail): void {
    names.push(`${name}.txt`, `${name}.html`)
    expectGolden(`${name}.txt`, `Subject: ${subject}\n\n${text}`)
    // A line a tag, so that a change is seen where it is.
    expectGolden(`${name}.html`, html.replaceAll('><', '>\n<'))
  }

  for (const [locale, person] of Object.entries(PEOPLE)) {
    for (const kind of NOTICE_KINDS) {
      it(`${kind} in ${locale}`, () => compare(`${kind}.${locale}`, messages.notice({ ...notice, kind }, person)))
    }
    it(`a code in ${locale}`, () => {
      compare(`code.${locale}`, messages.code({ code: '042917', endsAt: AT + 600_000 }, person))
    })
    it(`a code soon after the password was set, in ${locale}`, () => {
      const code = { code: '042917', endsAt: AT + 600_000, passwordSetAt: AT - 3_600_000 }
      compare(`code-new-password.${locale}`, messages.code(code, person))
    })
    it(`a test message in ${locale}`, () => compare(`test.${locale}`, messages.test(person)))
  }

  it('the SMS', () => {
    const code = { code: '042917', endsAt: AT + 600_000 }
    const said = Object.entries(PEOPLE).flatMap(([locale, person]) => [
      `${locale}, a code:\n${messages.smsCode(code, person)}`,
      `${locale}, a test message:\n${messages.smsTest(person)}`,
    ])
    names.push('sms.txt')
    expectGolden('sms.txt', `${said.join('\n\n')}\n`)
  })

  it('and no file of a mail that is gone', () => {
    expect(readdirSync(goldenFolder)).to.have.members(names)
  })
})
