import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const folder = join(import.meta.dirname, 'golden')

/**
 * Holds a text against the file of that name in test/mail/golden. `GOLDEN=write npx mocha test/mail/golden.test.ts` writes
 * the files anew; what changed in them is then to be read as a person will.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(folder, name)
  if (process.env.GOLDEN === 'write') writeFileSync(file, text)
  expect(existsSync(file), `there is no ${file}`).to.equal(true)
  expect(text, name).to.equal(readFileSync(file, 'utf8'))
}

/** The names of the files there are. */
export const goldenFolder = folder
