import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = join(import.meta.dirname, '..', '..', 'test-output', 'pictures')
mkdirSync(folder, { recursive: true })

/** Leaves a picture of the page in test-output/pictures, for people to look at. */
export async function picture(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
