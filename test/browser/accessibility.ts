import axe from 'axe-core'
import { expect } from 'chai'
import type { Page } from 'playwright-core'

/** Has axe-core look at the page as WCAG 2.2 AA asks; the page's own policy forbids added scripts, so it runs apart from it. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    // @ts-expect-error axe-core has just put itself there
    const result = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return result.violations.map((violation: { id: string; nodes: { html: string }[] }) => ({
      rule: violation.id,
      where: violation.nodes.map(({ html }) => html),
    }))
  })
  expect(violations, page.url()).to.deep.equal([])
}
