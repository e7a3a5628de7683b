import type { Locator, Page } from 'playwright-core'

/** The rows of the list of traces, without its head. */
export function traceList(page: Page): Locator {
  return page
    .getByRole('table', { name: 'traces' })
    .getByRole('row')
    .filter({ has: page.getByRole('link') })
}
