import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { projectFolder, readMarkdown, sectionOf } from './markdown.js'

/** The tests that docs/security.md names: the files before a name, and the name. */
function named(): { file: string; name: string }[] {
  const tried = sectionOf(readMarkdown('docs/security.md'), '## What was tried')
  return [...tried.matchAll(/((?:\[[^\]]+\]\([^)]+\)(?:, )?)+): ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(
    ([, links = '', names = '']) => {
      const files = [...links.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, file = '']) => file)
      const quoted = [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)
      return files.flatMap((file) => quoted.map((name) => ({ file, name })))
    },
  )
}

describe('docs/security.md', () => {
  it('names tests for its claims', () => expect(named()).to.have.length.above(40))

  it('names only tests that there are', () => {
    const missing = named().filter(({ file, name }) => {
      const path = join(projectFolder, file)
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(name)
    })
    expect(missing).to.deep.equal([])
  })
})
