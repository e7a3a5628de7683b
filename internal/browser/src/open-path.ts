import type { Page } from 'playwright-core'

/** Opens another page of the viewer that a page shows, by its address. */
export async function openPath(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
}
