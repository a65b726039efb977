import { expect } from 'chai'
import { NOTICE_KINDS, type Notice, noticeCause } from '../../src/domain/messages/notice.js'
import { mailMessages } from '../../src/mail/mail-messages.js'

const notice: Notice = {
  kind: 'enabled',
  at: Date.UTC(2026, 10, 22, 7, 32),
  origin: { browser: 'Firefox', system: 'Windows', address: '2001:db8::1' },
  left: 3,
}
const options = { application: 'Acme Portal', url: 'https://portal.acme.example/two-factor' }
const fred = { name: 'Fred Fisher', locale: 'en' }

describe('mailMessages', () => {
  for (const locale of ['en', 'ja']) {
    for (const kind of NOTICE_KINDS) {
      it(`says ${kind} in ${locale}, with what happened, when and from where, and the way to the settings`, () => {
        const mail = mailMessages(options).notice({ ...notice, kind }, { name: 'Fred', locale })
        const [time, place] = ['7:32 UTC', ['Firefox', 'Windows', '2001:db8::1']]
        const parts = { person: [time, ...place], administrator: [time], application: [time], policy: [] }[
          noticeCause(kind)
        ]
        for (const part of ['Fred', 'Acme Portal', `${options.url}/`, ...parts]) {
          expect(mail.text).to.contain(part)
          expect(mail.html).to.contain(part)
        }
        if (noticeCause(kind) !== 'person') {
          for (const part of place) expect(mail.text, 'the administrator’s own').not.to.contain(part)
        }
        expect(mail.subject).to.have.length.above(5)
        expect(mail.html).to.contain(`<html lang="${locale}">`)
      })
    }
  }

  it('is called as the people of the application know it', () => {
    const messages = mailMessages(options)
    expect(messages.notice(notice, fred).subject).to.equal('Two-factor authentication has been enabled')
    expect(messages.notice(notice, { ...fred, locale: 'ja-JP' }).subject).to.equal('二要素認証が有効になりました')
    expect(messages.notice(notice, { ...fred, locale: null }).subject).to.match(/^Two-factor/)
  })

  it('says what to do if it was not you', () => {
    expect(mailMessages(options).notice(notice, fred).text).to.contain('If this was not you')
  })

  it('shows the time in the configured zone, and names it', () => {
    const { text } = mailMessages({ ...options, timeZone: 'Asia/Tokyo' }).notice(notice, { ...fred, locale: 'ja' })
    expect(text).to.contain('2026年11月22日 16:32 JST')
  })

  it('says so where browser or address are not known', () => {
    const origin = { browser: null, system: null, address: null }
    const { text } = mailMessages(options).notice({ ...notice, origin }, fred)
    expect(text).to.contain('Browser: Unknown\n').and.contain('Network address: Unknown')
    const onlySystem = mailMessages(options).notice({ ...notice, origin: { ...origin, system: 'iOS' } }, fred)
    expect(onlySystem.text).to.contain('Browser: iOS\n')
  })

  it('keeps a name with line breaks, markup and marks of direction on one line, as text', () => {
    const name = `Fred\r\n\r\nClick here: <a href="https://evil.example">now</a>\u202e, "x"\u2028${'y'.repeat(500)}`
    const origin = { browser: '<b>x</b>\nBrowser: forged', system: 'Windows', address: '1\r\n2' }
    const { text, html } = mailMessages(options).notice({ ...notice, origin }, { ...fred, name })
    expect(text.split('\n')[0]).to.match(/^Hello Fred Click here: .*…,$/)
    expect(text).not.to.match(/^Browser: forged|\u202e|\u2028/m)
    expect(html).not.to.contain('<a href="https://evil').and.not.contain('<b>')
  })

  it('loads nothing from anywhere', () => {
    expect(mailMessages(options).notice(notice, fred).html).not.to.match(/<img|<link|<script|url\(/)
  })
})
