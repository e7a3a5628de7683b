import { startViewer, type Viewer } from '@hopscope/viewer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { HOSTILE, hostileTrace } from '../src/hostile-trace.ts'
import { importFile } from '../src/import-file.ts'
import { manyServices } from '../src/many-services.ts'
import { openPath } from '../src/open-path.ts'
import { screenshot, screenshots } from '../src/screenshot.ts'
import { traceList } from '../src/trace-list.ts'

const EVIL = '<img src=x onerror="document.title=`owned`"><script>document.title=`owned`</script>'
const { traceId, spanId } = HOSTILE

describe.skipIf(whyNoBrowser() !== undefined)('the page over telemetry of a stranger', () => {
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
    await importFile(page, { name: 'evil.json', text: hostileTrace(EVIL, LINKS) })
  }, 60_000)

  afterEach(() => person.watch.requireSilence())

  afterAll(async () => {
    await browser?.close()
    await viewer?.[Symbol.asyncDispose]()
  })

  test.each([
    ['/traces', 'main table'],
    [`/t/${traceId}`, '[role=treegrid]'],
    [`/t/${traceId}?view=journey`, '[aria-label=journey]'],
    [`/t/${traceId}?view=map`, 'svg[aria-label^=map]'],
    [`/t/${traceId}?view=table`, '[aria-label=table] table'],
    [`/t/${traceId}?view=events`, '[aria-label=events] table'],
    [`/t/${traceId}?view=json`, 'main pre'],
    ['/messages', 'main table'],
    ['/services', 'main table'],
    ['/map', 'svg[aria-label^=map]'],
  ])('what it says is text and nothing else on %s', async (path, place) => {
    await openPath(page, path)

    await expect.poll(() => page.locator(place).textContent()).toContain('<img')
    expect(await page.title()).not.toContain('owned')
    expect(await page.locator('body img, body script').count()).toBe(0)
    await screenshot(page, `stranger${path.replaceAll(/\W+/gu, '-')}`)
  })

  test('each tab of a span shows it as text', async () => {
    await openPath(page, `/t/${traceId}?span=${spanId}`)
    const tabs = page.getByRole('complementary').getByRole('tab')
    await tabs.first().waitFor()

    for (const tab of await tabs.all()) {
      await tab.click()
      await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true')
      expect(await page.locator('body img, body script').count()).toBe(0)
    }
    expect(await page.title()).not.toContain('owned')
    await screenshots(page, 'stranger-panel')
  })

  test('an address in an attribute is a link only if it leads to the web', async () => {
    await openPath(page, `/t/${traceId}?span=${spanId}`)
    await page.getByRole('tab', { name: /attributes/iu }).click()
    const panel = page.getByRole('complementary')

    await expect.poll(() => panel.innerText()).toContain('javascript:alert(1)')
    expect(await page.locator('a[href^="javascript" i], a[href^="data" i]').count()).toBe(0)
    expect(await page.locator('a[href="https://example.com/a"]').count()).toBe(1)
  })

  test('marks that turn or hide text are made visible', async () => {
    await openPath(page, `/t/${traceId}?span=${spanId}`)
    await page.getByRole('tab', { name: /attributes/iu }).click()
    const panel = page.getByRole('complementary')

    await expect.poll(() => panel.innerText()).toContain('turned')
    const text = await panel.innerText()
    expect(HIDDEN.filter((mark) => text.includes(mark))).toEqual([])
  })

  test('a stream whose name a shell would run is one word of the command to copy', async () => {
    person.watch.expect(/^status 404 of .*\/messages\//u)
    await openPath(page, `/m/${encodeURIComponent('$(reboot)')}/1`)

    await page.getByText("nats stream get '$(reboot)' 1", { exact: true }).waitFor()
  })

  test('ten thousand services leave the page as quick as it was', async () => {
    await openPath(page, '/import')
    const said = await importFile(page, { name: 'many.json', text: manyServices(10_000, 500) })
    expect(said).toMatch(/20 traces, 10.000 spans/u)

    await openPath(page, '/traces')
    await traceList(page).nth(20).waitFor()
    await page.getByRole('button', { name: 'Service', exact: true }).click()
    const menu = page.locator('#facet-service')
    // The fiftieth stands for all others, and nothing can be searched by it.
    await expect.poll(() => menu.getByRole('checkbox').count()).toBe(49)
    await page.keyboard.press('Escape')
    await expectLight(page)

    await openPath(page, '/services')
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(100)
    await expectLight(page)
    await screenshot(page, 'many-services')
    await page
      .getByRole('link', { name: 'Graph' })
      .or(page.getByRole('button', { name: 'Graph' }))
      .click()
    const graph = page.getByRole('group', { name: 'service graph' })
    await graph.waitFor()
    expect(await graph.getByRole('link').count()).toBeLessThanOrEqual(150)
    await expectLight(page)
    await screenshot(page, 'many-services-graph')

    await openPath(page, `/t/${'1'.padStart(32, '0')}`)
    await page.getByRole('row', { name: /work 3,/u }).waitFor()
    await expectLight(page)
    await screenshot(page, 'many-services-trace')
  }, 150_000)
})

/** What turns text around, rings the bell, and takes no room. */
const HIDDEN = ['\u202e', '\u0007', '\u200b']

const LINKS = {
  'link.web': 'https://example.com/a',
  'link.script': 'javascript:alert(1)',
  'link.data': 'data:text/html,<script>alert(1)</script>',
  'text.turned': 'turned \u202etxet\u0007 \u200bhidden',
}

/** A page of so many elements, and a frame that comes so soon, that a person can go on working with it. */
async function expectLight(page: Page): Promise<void> {
  expect(await page.evaluate(`document.querySelectorAll('*').length`)).toBeLessThan(25_000)
  const frameMs = await page.evaluate(`new Promise((resolve) => {
    const before = performance.now()
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - before)))
  })`)
  expect(frameMs).toBeLessThan(1_000)
}
