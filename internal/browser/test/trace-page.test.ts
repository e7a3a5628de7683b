import { startViewer, type Viewer } from '@hopscope/viewer'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { HOSTILE, hostileTrace } from '../src/hostile-trace.ts'
import { importFile } from '../src/import-file.ts'
import { openPath } from '../src/open-path.ts'
import { screenshot } from '../src/screenshot.ts'
import { traceList } from '../src/trace-list.ts'

/** An order of the demo that became a dead letter, as it was recorded. */
const ORDER_FILE = fileURLToPath(
  new URL('../../../packages/viewer/test/fixtures/order.json', import.meta.url),
)

describe.skipIf(whyNoBrowser() !== undefined)('the page of a trace', () => {
  let browser: Browser
  let viewer: Viewer
  let person: Visit
  let page: Page
  let path: string

  beforeAll(async () => {
    browser = await launchBrowser()
    viewer = await startViewer({ port: 0 })
    person = await visit(browser)
    page = await person.context.newPage()
    await page.goto(viewer.issueLink('/import'))
    await importFile(page, ORDER_FILE)
    await openPath(page, '/traces')
    path = (await traceList(page).first().getByRole('link').getAttribute('href')) ?? ''
  }, 90_000)

  beforeEach(async () => {
    await openPath(page, path)
    await page.getByRole('row', { name: /^checkout, POST/u }).waitFor()
  })

  afterEach(() => person.watch.requireSilence())

  afterAll(async () => {
    await browser?.close()
    await viewer?.[Symbol.asyncDispose]()
  })

  test('its code is 60 KB at the most, and its style 12 KB, compressed', async () => {
    const bodies: Promise<Body>[] = []
    await using stranger = await visit(browser)
    const fresh = await stranger.context.newPage()
    fresh.on('response', (response) => {
      const type = response.request().resourceType()
      bodies.push(
        response.body().then(
          (body) => [type, gzipSync(body).length],
          // That which leads elsewhere has none.
          () => [type, 0],
        ),
      )
    })
    await fresh.goto(viewer.issueLink(path))
    await fresh.getByRole('row', { name: /^checkout, POST/u }).waitFor()

    expect(await bytesOf(bodies, 'script')).toBeLessThanOrEqual(60_000)
    expect(await bytesOf(bodies, 'stylesheet')).toBeLessThanOrEqual(12_000)
  })

  test('no two services of it have the same color', async () => {
    const colors = await page.evaluate<Readonly<Record<string, string>>>(`Object.fromEntries(
      [...document.querySelectorAll('.wf-hue')].map((name) => [
        name.textContent,
        getComputedStyle(name).borderLeftColor,
      ]),
    )`)

    expect(Object.keys(colors).toSorted()).toEqual(
      expect.arrayContaining(['checkout', 'fulfilment', 'payments', 'shop-edge']),
    )
    expect(new Set(Object.values(colors)).size).toBe(Object.keys(colors).length)
  })

  test('a message names everybody who got it, each attempt, and leads to them and back', async () => {
    await page.getByRole('row', { name: /^checkout, publish orders\.new/u }).click()
    const panel = page.getByRole('complementary')
    const consumers = panel.getByRole('list', { name: 'Consumed by' }).getByRole('button')
    await expect
      .poll(() => consumers.allInnerTexts())
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/fulfilment[^]*attempt 1, nak, no such address/u),
          expect.stringMatching(/fulfilment[^]*attempt 3, term/u),
          expect.stringMatching(/shop-edge/u),
        ]),
      )

    await consumers.filter({ hasText: 'attempt 2' }).click()
    await page.getByRole('row', { name: /attempt 2, nak/u, selected: true }).waitFor()
    await panel
      .getByRole('list', { name: 'Published by' })
      .getByRole('button', { name: /publish orders\.new/u })
      .click()
    await page.getByRole('row', { name: /^checkout, publish orders/u, selected: true }).waitFor()
  })

  test('a key that chooses a row gives it the focus, and the panel is a key away', async () => {
    const focused = page.locator(':focus')
    await page.keyboard.press('e')
    await expect.poll(() => focused.getAttribute('aria-label')).toMatch(/fulfilment.*error/u)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focused.getAttribute('aria-label')).toMatch(/book carrier.*error/u)

    await page.getByRole('tab', { name: 'Overview' }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => focused.innerText()).toMatch(/^Overview/u)
    await page.keyboard.press('Escape')
    await expect.poll(() => focused.getAttribute('aria-label')).toMatch(/book carrier.*error/u)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0)
  })

  test('a trace that comes while its live stream opens is shown', async () => {
    person.watch.expect(/^status 404 of .*\/traces\//u)
    const opening = Promise.withResolvers<void>()
    await page.route('**/api/v1/live*', async (route) => {
      await opening.promise
      await route.continue()
    })
    await openPath(page, `/t/${HOSTILE.traceId}`)
    await page.getByText('No such trace').waitFor()
    const elsewhere = await person.context.newPage()
    await elsewhere.goto(new URL('/import', page.url()).href)
    await importFile(elsewhere, { name: 'late.json', text: hostileTrace('came late') })
    opening.resolve()

    await page
      .getByRole('row', { name: /came late/u })
      .first()
      .waitFor()
    await page.unroute('**/api/v1/live*')
    await elsewhere.close()
  })

  test('the map says of how many traces it is, and which servers did not report', async () => {
    await page.route('**/api/v1/map*', async (route) => {
      const response = await route.fetch()
      const map = await response.json()
      const servers = map.servers.map((server: object) => ({ ...server, isSilent: true }))
      await route.fulfill({ response, json: { ...map, servers, newestTraces: 20_000 } })
    })
    await openPath(page, '/map')

    await page
      .getByRole('status')
      .filter({ hasText: /Of the newest 20.000 traces/u })
      .waitFor()
    await page.getByRole('link', { name: /^server C3N3,.* did not report/u }).waitFor()
    await page.unroute('**/api/v1/map*')
  })

  test('on a phone it fits, and so does the list it is in', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const view of ['waterfall', 'journey', 'map', 'table', 'events', 'json']) {
      await openPath(page, `${path}?view=${view}`)
      await page.locator('.trace-view :is([aria-label])').first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      await screenshot(page, `phone-${view}`)
    }

    await openPath(page, '/traces')
    const row = traceList(page).filter({ hasText: 'POST /orders' })
    await row.waitFor()
    await row.getByText('checkout', { exact: true }).waitFor({ state: 'visible' })
    await row.getByText('POST /orders').waitFor({ state: 'visible' })
    await page.setViewportSize({ width: 1400, height: 900 })
  })
})

type Body = readonly [type: string, bytes: number]

async function bytesOf(bodies: readonly Promise<Body>[], type: string): Promise<number> {
  const loaded = await Promise.all(bodies)
  return loaded.filter(([name]) => name === type).reduce((sum, [, bytes]) => sum + bytes, 0)
}
