import { expect } from 'chai'
import fc from 'fast-check'
import { localPath } from '../../src/express/local-path.js'

describe('localPath', () => {
  for (const path of [
    '/',
    '/payroll',
    '/payroll?year=2026&x=%2Fy',
    '/a/b;c=1',
    '/%E6%97%A5',
    '/@evil.example',
    '/a//b',
    '/a?to=//x',
  ]) {
    it(`keeps ${path}`, () => expect(localPath(path, '/home')).to.equal(path))
  }

  for (const [address, why] of [
    ['//evil.example', 'another host'],
    ['///evil.example', 'another host'],
    ['/\\evil.example', 'a backslash that browsers take for a slash'],
    ['/a\\..\\..\\/evil.example', 'a backslash that browsers take for a slash'],
    ['\\\\evil.example', 'a backslash that browsers take for a slash'],
    ['/%2f%2fevil.example', 'what is //… once decoded'],
    ['/%2F/evil.example', 'what is //… once decoded'],
    ['/%5cevil.example', 'what is /\\… once decoded'],
    ['/%5C%5Cevil.example', 'what is /\\… once decoded'],
    ['%2f%2fevil.example', 'no path'],
    ['/a/../..//evil.example', 'what climbs to //…'],
    ['/.//evil.example', 'what climbs to //…'],
    ['/%2e%2e//evil.example', 'what climbs to //…'],
    ['/%2e/%2fevil.example', 'what climbs to //… once decoded'],
    ['/%09/evil.example', 'a tab that browsers drop once decoded'],
    ['/%0a/evil.example', 'a line break that browsers drop once decoded'],
    ['/%0d%2fevil.example', 'a line break that browsers drop once decoded'],
    ['/\t/evil.example', 'a tab that browsers drop'],
    ['/\n/evil.example', 'a line break that browsers drop'],
    ['/a\r\nSet-Cookie: x=1', 'a line of its own in the header'],
    ['/a\u0000b', 'a NUL'],
    [' /payroll', 'a blank before'],
    ['/pay roll', 'a blank'],
    ['/日本', 'letters that belong escaped'],
    ['/\u2028/evil.example', 'a line separator'],
    ['http://evil.example/', 'another origin'],
    ['https:/evil.example', 'another origin'],
    ['http:evil.example', 'another origin'],
    ['javascript:alert(1)', 'a script'],
    ['JaVaScRiPt:alert(1)', 'a script'],
    ['data:text/html,x', 'a document of its own'],
    ['payroll', 'a relative path'],
    ['?x=1', 'a query alone'],
    ['', 'nothing'],
    [`/${'a'.repeat(2048)}`, 'a path without end'],
    [undefined, 'nothing'],
    [null, 'nothing'],
    [['/payroll'], 'a list'],
    [{ toString: () => '/payroll' }, 'an object'],
  ] as const) {
    it(`refuses ${JSON.stringify(address)?.slice(0, 40)}: ${why}`, () => {
      expect(localPath(address, '/home')).to.equal('/home')
    })
  }

  it('leads to the own origin whatever the address, also after a proxy has decoded it once more', () => {
    const bits = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '%2e',
      '%09',
      '%0a',
      '\t',
      '?',
      '#',
      '@',
      ':',
      'x',
      '//',
    )
    const origin = 'https://portal.example'
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 10 }), (parts) => {
        const path = localPath(`/${parts.join('')}`, '/home')
        expect(path).to.match(/^\/(?!\/)/)
        expect(new URL(path, origin).origin).to.equal(origin)
        expect(new URL(decodeURIComponent(path), origin).origin, path).to.equal(origin)
      }),
      { numRuns: 5000 },
    )
  })
})
