import type { Locator, Page } from 'playwright-core'

/** What each row of the waterfall is called, those beyond the edge of the screen too. */
export async function spanLabels(page: Page): Promise<readonly string[]> {
  const size = page.viewportSize() ?? { width: 1400, height: 900 }
  const grid = page.getByRole('treegrid', { name: 'spans of the trace' })
  await grid.getByRole('row').first().waitFor()
  // Only rows on the screen are in the page.
  await page.setViewportSize({ ...size, height: 2000 })
  const count = Number(await grid.getAttribute('aria-rowcount'))
  await grid.locator(`[aria-rowindex="${count}"]`).waitFor()
  const labels = await labelsOf(grid.getByRole('row'))
  await page.setViewportSize(size)
  return labels
}

/** What each of these elements is called. */
export function labelsOf(elements: Locator): Promise<readonly string[]> {
  return elements.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''))
}
