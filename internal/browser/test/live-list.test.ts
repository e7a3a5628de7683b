import { startViewer, type Viewer } from '@hopscope/viewer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { importFile } from '../src/import-file.ts'
import { manyServices } from '../src/many-services.ts'
import { traceList } from '../src/trace-list.ts'

describe.skipIf(whyNoBrowser() !== undefined)('a list that is followed', () => {
  let browser: Browser
  let viewer: Viewer
  let person: Visit
  let page: Page
  let elsewhere: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    viewer = await startViewer({ port: 0 })
    person = await visit(browser)
    page = await person.context.newPage()
    elsewhere = await person.context.newPage()
    await page.goto(viewer.issueLink('/traces?q=-status%3Derror'))
    await elsewhere.goto(viewer.issueLink('/import'))
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await viewer?.[Symbol.asyncDispose]()
  })

  test('loses a trace that fails while traces without errors are asked for', async () => {
    await importFile(elsewhere, { name: 'well.json', text: manyServices(1, 1) })
    await traceList(page).filter({ hasText: 'work 0' }).waitFor()
    await importFile(elsewhere, { name: 'failed.json', text: FAILED_SPAN })

    await expect.poll(() => traceList(page).count(), { timeout: 10_000 }).toBe(0)
    person.watch.requireSilence()
  })
})

/** Of the trace that {@link manyServices} makes first. */
const FAILED_SPAN = JSON.stringify({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: '1'.padStart(32, '0'),
              spanId: 'f'.repeat(16),
              parentSpanId: '1'.padStart(16, '0'),
              name: 'fail at last',
              startTimeUnixNano: `${Date.now()}000000`,
              endTimeUnixNano: `${Date.now() + 1}000000`,
              status: { code: 2 },
            },
          ],
        },
      ],
    },
  ],
})
