import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = join(import.meta.dirname, '..', '..', 'test-output', 'pictures')
mkdirSync(folder, { recursive: true })

/** Leaves a picture of the page in test-output/pictures, for people to look at. */
export async function picture(page: Page, name: string): Promise<Buffer> {
  // Not by `fullPage`, which shows a phone's page as if it had a mouse.
  const size = page.viewportSize()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (size !== null) await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) })
  const shot = await page.screenshot({ path: join(folder, `${name}.png`) })
  if (size !== null) await page.setViewportSize(size)
  return shot
}
