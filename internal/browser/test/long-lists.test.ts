import { startViewer, type Viewer } from '@hopscope/viewer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { hostileTrace } from '../src/hostile-trace.ts'
import { importFile } from '../src/import-file.ts'
import { manyServices } from '../src/many-services.ts'
import { openPath } from '../src/open-path.ts'
import { traceList } from '../src/trace-list.ts'

describe.skipIf(whyNoBrowser() !== undefined)('a list of many traces', () => {
  let browser: Browser
  let viewer: Viewer
  let person: Visit
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    viewer = await startViewer({ port: 0 })
    person = await visit(browser)
    page = await person.context.newPage()
    await page.goto(viewer.issueLink('/import'))
    await importFile(page, { name: 'many.json', text: manyServices(700, 1) })
  }, 60_000)

  afterEach(() => person.watch.requireSilence())

  afterAll(async () => {
    await browser?.close()
    await viewer?.[Symbol.asyncDispose]()
  })

  test('has only the rows in the page that can be seen, and leads to its end by keyboard', async () => {
    await openPath(page, '/traces')
    await traceList(page).first().waitFor()
    expect(await traceList(page).count()).toBeLessThan(120)

    await page.keyboard.press('j')
    const table = page.getByRole('table', { name: 'traces' })
    const focusedRow = page.getByRole('row').filter({ has: page.locator(':focus') })
    for (const rowCount of ['401', '601', '701']) {
      await page.keyboard.press('End')
      await expect.poll(() => table.getAttribute('aria-rowcount')).toBe(rowCount)
    }
    await page.keyboard.press('End')
    await expect.poll(() => focusedRow.getAttribute('aria-rowindex')).toBe('701')
    expect(await traceList(page).count()).toBeLessThan(120)
    await page.getByText('700 traces').waitFor()

    await page.keyboard.press('Home')
    await expect.poll(() => focusedRow.getAttribute('aria-rowindex')).toBe('2')
  })

  test('goes on where it was for who comes back from a trace that is far down', async () => {
    await openPath(page, '/traces')
    await traceList(page).first().waitFor()
    await page.evaluate(`document.querySelector('.page-scroll').scrollTo(0, 4000)`)
    const far = page.locator('[aria-rowindex="160"]').getByRole('link')
    const href = (await far.getAttribute('href')) ?? ''
    await far.click()
    await page.getByRole('treegrid').waitFor()
    await page.goBack()

    await expect.poll(() => page.locator(':focus').getAttribute('href')).toBe(href)
  })

  test('misses nothing that comes after it was read and before its live stream is open', async () => {
    const opening = Promise.withResolvers<void>()
    await page.route('**/api/v1/live*', async (route) => {
      await opening.promise
      await route.continue()
    })
    await openPath(page, '/traces')
    await traceList(page).first().waitFor()
    // Nobody reads the list.
    await page.mouse.move(5, 5)
    await using other = await visit(browser)
    const elsewhere = await other.context.newPage()
    await elsewhere.goto(viewer.issueLink('/import'))
    await importFile(elsewhere, { name: 'late.json', text: hostileTrace('came late') })
    opening.resolve()

    await traceList(page).filter({ hasText: 'came late' }).first().waitFor()
    await page.unroute('**/api/v1/live*')
  })
})
