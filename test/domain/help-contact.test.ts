import { expect } from 'chai'
import { helpContactOf } from '../../src/domain/challenge/help-contact.js'

describe('helpContactOf', () => {
  for (const [contact, text, link] of [
    ['extension 4711', 'extension 4711', null],
    [' Help desk: ext. 4711 ', 'Help desk: ext. 4711', null],
    ['mailto:help@acme.example', 'help@acme.example', 'mailto:help@acme.example'],
    ['mailto:h%C3%A9lp@acme.example', 'hélp@acme.example', 'mailto:h%C3%A9lp@acme.example'],
    ['mailto:100%@acme.example', '100%@acme.example', 'mailto:100%@acme.example'],
    ['https://acme.example/', 'acme.example', 'https://acme.example/'],
    ['https://help.acme.example/2fa', 'help.acme.example/2fa', 'https://help.acme.example/2fa'],
    ['javascript:alert(1)', 'javascript:alert(1)', null],
    ['http://acme.example/', 'http://acme.example/', null],
    ['data:text/html,x', 'data:text/html,x', null],
  ] as const) {
    it(`reads ${contact}`, () => expect(helpContactOf(contact)).to.deep.equal({ text, link }))
  }
})
