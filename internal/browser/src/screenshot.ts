import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const FOLDER = new URL('../../../.artifacts/screenshots/', import.meta.url)

/** Keeps a picture of what a page shows, for people. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, FOLDER)) })
}

/** Keeps pictures of a page in a large window in the dark, and in a small one in the light. */
export async function screenshots(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1400, height: 900 }
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme=dark]').waitFor()
  await screenshot(page, `${name}-dark`)
  await page.setViewportSize({ width: 900, height: 700 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.locator('html[data-theme=light]').waitFor()
  await screenshot(page, `${name}-light-small`)
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'dark' })
}
