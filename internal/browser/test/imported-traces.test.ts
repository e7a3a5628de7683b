import { startViewer, type Viewer } from '@hopscope/viewer'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { importFile } from '../src/import-file.ts'
import { openPath } from '../src/open-path.ts'
import { screenshots } from '../src/screenshot.ts'
import { spanLabels } from '../src/span-labels.ts'
import { traceList } from '../src/trace-list.ts'

/** An order of the demo that became a dead letter, as it was recorded. */
const ORDER_FILE = fileURLToPath(
  new URL('../../../packages/viewer/test/fixtures/order.json', import.meta.url),
)

describe.skipIf(whyNoBrowser() !== undefined)('a trace that was imported', () => {
  let browser: Browser
  let viewer: Viewer
  let person: Visit
  let page: Page
  let folder: string
  let rows: readonly string[]

  beforeAll(async () => {
    browser = await launchBrowser()
    folder = await mkdtemp(join(tmpdir(), 'hopscope-browser-'))
    viewer = await startViewer({ port: 0 })
    person = await visit(browser)
    page = await person.context.newPage()
    await page.goto(viewer.issueLink('/import'))
    await importFile(page, ORDER_FILE)
    rows = await openOnlyTrace(page)
  }, 90_000)

  afterEach(() => person.watch.requireSilence())

  afterAll(async () => {
    await browser?.close()
    await viewer?.[Symbol.asyncDispose]()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  test('is the same trace when it is exported as OTLP JSON and imported elsewhere', async () => {
    const exported = await exportAs(page, 'OTLP JSON', folder)

    expect(rows).toHaveLength(36)
    expect(await openElsewhere(exported)).toEqual(rows)
  })

  test('is the same to the microsecond when it goes through Jaeger JSON', async () => {
    const exported = await exportAs(page, 'Jaeger JSON', folder)
    const after = await openElsewhere(exported)

    expect(after.map(withoutDuration)).toEqual(rows.map(withoutDuration))
  })

  test('is shown from disk by a page in one file, which asks nobody for anything', async () => {
    const exported = await exportAs(page, 'Web page', folder)
    await using stranger = await visit(browser)
    const alone = await stranger.context.newPage()
    const asked: string[] = []
    alone.on('request', (request) => asked.push(request.url()))
    const address = pathToFileURL(exported).href
    await alone.goto(address)

    expect(await spanLabels(alone)).toEqual(rows)
    await screenshots(alone, 'single-file')
    await alone.getByRole('button', { name: 'Journey' }).click()
    const journey = alone.getByRole('region', { name: 'journey' })
    await expect.poll(() => journey.innerText()).toContain('no such address')
    await alone.getByRole('button', { name: 'Map', exact: true }).click()
    await alone.getByRole('img', { name: /^server C3N3/u }).waitFor()
    await alone.getByRole('button', { name: 'Waterfall' }).click()
    await alone
      .getByRole('row', { name: /book carrier/u })
      .first()
      .click()
    const panel = alone.getByRole('complementary')
    await expect.poll(() => panel.innerText()).toContain('no such address')
    expect(asked).toEqual([address])
    stranger.watch.requireSilence()
  })

  /** Imports a file into a viewer of its own, and gives the rows of its waterfall. */
  async function openElsewhere(file: string): Promise<readonly string[]> {
    await using other = await startViewer({ port: 0 })
    await using visitor = await visit(browser)
    const elsewhere = await visitor.context.newPage()
    await elsewhere.goto(other.issueLink('/import'))
    await importFile(elsewhere, file)
    const labels = await openOnlyTrace(elsewhere)
    visitor.watch.requireSilence()
    return labels
  }
})

async function openOnlyTrace(page: Page): Promise<readonly string[]> {
  await openPath(page, '/traces')
  await traceList(page).first().getByRole('link').click()
  return spanLabels(page)
}

/** Saves the trace that a page shows, and gives the file. */
async function exportAs(page: Page, format: string, folder: string): Promise<string> {
  await page.getByText('Export').click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: format }).click()
  const download = await downloading
  const file = join(folder, download.suggestedFilename())
  await download.saveAs(file)
  return file
}

function withoutDuration(label: string): string {
  return label.replace(/, [\d.]+ (µs|ms)/u, '')
}
