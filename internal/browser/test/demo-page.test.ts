import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { openPath } from '../src/open-path.ts'
import { screenshot, screenshots } from '../src/screenshot.ts'
import { labelsOf, spanLabels } from '../src/span-labels.ts'
import { startDemo, type Demo } from '../src/start-demo.ts'
import { traceList } from '../src/trace-list.ts'

/** Those of seed 000: every server that an order meets between checkout and its receivers. */
const SERVERS = ['C1L2', 'C1N1', 'C1N3', 'C2N2', 'C2N3', 'C3L3', 'C3N2', 'C3N3']

describe.skipIf(whyNoBrowser() !== undefined)('the page of hopscope demo', () => {
  let browser: Browser
  let demo: Demo
  let person: Visit
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    // The seventh order is the first that becomes a dead letter.
    demo = await startDemo(7)
    person = await visit(browser)
    page = await person.context.newPage()
    await page.goto(demo.link)
  }, 120_000)

  afterEach(() => person.watch.requireSilence())

  afterAll(async () => {
    await browser?.close()
    await demo?.[Symbol.asyncDispose]()
  }, 30_000)

  test('its address lets the browser in, and the token is gone from it', async () => {
    await expect.poll(() => page.url()).toMatch(/\/traces$/u)
    await expect.poll(() => traceList(page).count()).toBeGreaterThanOrEqual(7)

    await screenshots(page, 'traces')
  })

  test('an order is found, and its waterfall has every server between checkout and warehouse', async () => {
    await search(page, 'service=warehouse -has:errors')
    await traceList(page).first().getByRole('link').click()

    await expect.poll(async () => serversIn(await publishing(page))).toEqual(SERVERS)
    const [publish, ...below] = await publishing(page)
    expect(publish).toMatch(/^checkout, publish orders\.new/u)
    expect(below.join('\n')).toMatch(/^warehouse, process orders\.new/mu)
    await screenshots(page, 'waterfall')
  })

  test('the map has these servers, and where the message went', async () => {
    await page.getByRole('button', { name: 'Map', exact: true }).click()

    const map = page.getByRole('region', { name: 'map' })
    await map.getByRole('img', { name: /^server C3L3/u }).waitFor()
    const servers = await labelsOf(map.getByRole('img', { name: /^server/u }))
    expect(servers.map((label) => /^server (\w+)/u.exec(label)?.[1])).toEqual(
      expect.arrayContaining(SERVERS),
    )
    expect(await labelsOf(map.getByRole('img', { name: /^gateway from/u }))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^gateway from C3N2 to C1N1, 1 message/u),
        expect.stringMatching(/^gateway from C3N2 to C2N2/u),
      ]),
    )
    await map.getByRole('img', { name: 'stream ORDERS, stored by C3N3' }).waitFor()
    await screenshots(page, 'map')
  })

  test('the way is gone step by step, each said in words', async () => {
    const player = page.getByRole('toolbar', { name: 'path player' })
    await player.getByRole('button', { name: 'next step' }).click()
    await expect.poll(() => player.getByRole('status').innerText()).toMatch(/^1 of \d+$/u)

    const present = page.getByRole('region', { name: 'map' }).locator('[aria-current]')
    await expect.poll(() => present.innerText()).toMatch(/checkout\s+--C\s+C3L3/u)
    await player.getByRole('button', { name: 'next step' }).click()
    await expect.poll(() => present.innerText()).toMatch(/C3L3\s+~~>\s+C3N2/u)
  })

  test('an order that cannot be shipped is followed over its attempts to its dead letter', async () => {
    await search(page, 'has:dlq')
    await traceList(page).first().getByRole('link').click()
    await page.getByRole('button', { name: 'Journey' }).click()

    const order = page.getByRole('article', { name: /^message \d+: orders\.new$/u })
    await expect
      .poll(() => order.getByRole('button', { name: /^#\d/u }).allInnerTexts())
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/#1[^]*nak[^]*no such address/u),
          expect.stringMatching(/#2[^]*nak[^]*no such address/u),
          expect.stringMatching(/#3[^]*term[^]*no such address/u),
        ]),
      )
    const end = order.getByRole('group', { name: 'Dead letter' })
    await expect.poll(() => end.innerText()).toMatch(/no such address[^]*ORDERS_DLQ/u)
    await screenshots(page, 'journey')

    const traceId = /\/t\/(\w+)/u.exec(page.url())?.[1] ?? 'none'
    await openPath(page, '/dlq')
    const letter = page.getByRole('row').filter({ has: page.locator(`a[href*="${traceId}"]`) })
    await expect.poll(() => letter.innerText()).toMatch(/orders\.new[^]*no such address[^]*3/u)
    await screenshots(page, 'dead-letters')
    await letter.getByRole('link', { name: /^ORDERS_DLQ \d+$/u }).click()
    await expect.poll(() => page.url()).toMatch(/\/m\/ORDERS_DLQ\/\d+/u)
    await expect.poll(() => heading(page)).toContain('orders-dlq.new')
    await page.locator(`main a[href*="${traceId}"]`).first().click()
    await expect.poll(() => page.url()).toContain(`/t/${traceId}`)
  })

  test('a dead letter is published again only after a question that names the account', async () => {
    await openPath(page, '/dlq')
    await page
      .getByRole('button', { name: /^Replay/u })
      .last()
      .click()
    const question = page.getByRole('dialog', { name: 'Replay this message?' })

    expect(await question.innerText()).toMatch(/published to orders\.new in account APP/u)
    await question.locator('button:focus').and(page.getByText('Cancel')).waitFor()
    await question.getByRole('button', { name: 'Publish in account APP' }).waitFor()
    await screenshot(page, 'replay')
    await page.keyboard.press('Escape')
    await expect.poll(() => question.count()).toBe(0)
  })

  test('a search finds what it is for, and tells which term it cannot read before it asks', async () => {
    await openPath(page, '/traces')
    await search(page, 'has:dlq delivery>2')
    await expect.poll(() => page.url()).toContain('has%3Adlq')
    await expect
      .poll(async () => (await traceList(page).allInnerTexts()).map((row) => row.includes('DLQ')))
      .toSatisfy((rows: readonly boolean[]) => rows.length > 0 && !rows.includes(false))

    await search(page, 'duration>fast')
    await expect.poll(() => page.locator('body').innerText()).toContain('needs a time')
    expect(page.url()).not.toContain('fast')
    await screenshot(page, 'search-problem')
  })

  test('nothing found names the term that is in the way, and finds without it', async () => {
    await openPath(page, '/traces?q=service%3Dwarehouse+attr.no.such%3Dthing')
    await expect.poll(() => main(page)).toContain('Without attr.no.such=thing there would be some')
    await screenshots(page, 'no-match')
    await page.getByRole('button', { name: 'Search without it' }).click()

    await traceList(page).first().waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('service=warehouse')
  })

  test('orders appear by themselves, wait while the list is pointed at, and can be held', async () => {
    await openPath(page, '/traces')
    const first = traceList(page).first()
    const newest = (): Promise<string | null> => first.getByRole('link').getAttribute('href')
    await first.waitFor()
    // Nobody reads the list.
    await page.mouse.move(5, 5)
    const before = await newest()
    await expect.poll(newest, { message: 'a new first row' }).not.toBe(before)

    await first.hover()
    const held = await newest()
    await page.getByRole('button', { name: /\d+ new$/u }).waitFor()
    expect(await newest()).toBe(held)
    await screenshot(page, 'live-waiting')
    await page.keyboard.press('n')
    await expect.poll(newest, { message: 'the first row after n' }).not.toBe(held)

    await page.getByRole('switch', { name: 'Live' }).click()
    expect(page.url()).toContain('live=off')
    await page.getByRole('switch', { name: 'Live', checked: false }).waitFor()
  })

  test('all of it can be had by keyboard alone', async () => {
    await openPath(page, '/messages')
    await page
      .getByRole('row', { name: /orders\.new/u })
      .first()
      .waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await expect.poll(() => page.url()).toMatch(/\/traces/u)
    await page.keyboard.press('/')
    await page.keyboard.type('has:dlq')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('has%3Adlq')
    await traceList(page).first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toMatch(/\/t\/\w{32}/u)

    await page.getByRole('treegrid').waitFor()
    await page.keyboard.press('e')
    await expect.poll(() => page.url()).toMatch(/span=\w{16}/u)
    const firstError = page.url()
    await page.keyboard.press('e')
    await expect.poll(() => page.url()).not.toBe(firstError)
    await page.getByRole('row', { name: /fulfilment.*error/u, selected: true }).waitFor()
    await page.keyboard.press('2')
    await expect.poll(() => page.url()).toContain('view=journey')
    await page.keyboard.press('1')
    await expect.poll(() => page.url()).not.toContain('view=journey')

    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog')
    await expect.poll(() => dialog.innerText()).toMatch(/next error/iu)
    await screenshots(page, 'keyboard-help')
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)

    await page.keyboard.press('Control+k')
    await page.keyboard.type('servi')
    await expect.poll(() => dialog.innerText()).toContain('Services')
    await screenshot(page, 'palette')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('/services')
  })

  test('it is dark where the system is, and where the reader chose it', async () => {
    await openPath(page, '/traces')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(() => background(page), { message: 'a system that turned light' }).toBe(LIGHT)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => background(page), { message: 'a system that turned dark' }).toBe(DARK)

    await page.emulateMedia({ colorScheme: 'light' })
    await expect
      .poll(() => background(page), { message: 'a system that is light again' })
      .toBe(LIGHT)
    await page.getByRole('button', { name: 'appearance' }).click()
    await page.getByText('Dark', { exact: true }).click()
    await expect.poll(() => background(page), { message: 'dark chosen' }).toBe(DARK)
    await page.reload()
    await expect.poll(() => background(page), { message: 'dark chosen, after a reload' }).toBe(DARK)
    await page.getByRole('button', { name: 'appearance' }).click()
    await page.getByText('System', { exact: true }).click()
    await expect.poll(() => background(page), { message: 'as the system' }).toBe(LIGHT)
    await page.emulateMedia({ colorScheme: 'dark' })
  })

  test('nothing moves where that is not wanted, and so nothing is slow to change its color', async () => {
    await openPath(page, '/traces')
    await traceList(page).first().waitFor()

    const durations = `[...new Set(
      [...document.querySelectorAll('*')].map((each) => getComputedStyle(each).transitionDuration),
    )]`
    expect(await page.evaluate(durations)).toEqual(['0s'])
  })

  test('an address brings back the view and the span', async () => {
    await openPath(page, '/traces?q=has%3Adlq')
    await traceList(page).first().getByRole('link').click()
    await page
      .getByRole('searchbox')
      .or(page.getByPlaceholder('Find in this trace'))
      .fill('carrier')
    await page.keyboard.press('Enter')
    const row = page.getByRole('row', { name: /book carrier/u, selected: true })
    await row.waitFor()
    await expect.poll(() => page.url()).toMatch(/span=\w{16}/u)
    const panel = page.getByRole('complementary')
    await expect.poll(() => panel.innerText()).toContain('book carrier')
    await screenshots(page, 'span')

    await page.reload()
    await expect.poll(() => panel.innerText()).toContain('book carrier')
    await row.waitFor()
    await openPath(page, page.url().replace('?', '?view=table&'))
    await expect.poll(() => main(page)).toMatch(/Self time/u)
    await expect.poll(() => panel.innerText()).toContain('book carrier')
  })

  test.each([
    ['/messages', /ORDERS/u],
    ['/m/ORDERS/1', /orders\.new/u],
    ['/map', /C1/u],
    ['/services', /checkout/u],
    ['/services?view=graph', /checkout/u],
    ['/probe', /subject/iu],
    ['/status', /TELEMETRY/u],
    ['/import', /OTLP JSON/u],
  ])('%s shows what it is for, in a small window too', async (path, text) => {
    await openPath(page, path)
    await expect.poll(() => main(page)).toMatch(text)
    await screenshots(page, `page${path.replaceAll(/\W+/gu, '-')}`)

    await page.setViewportSize({ width: 900, height: 700 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(900)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await screenshot(page, `phone${path.replaceAll(/\W+/gu, '-')}`)
    await page.setViewportSize({ width: 1400, height: 900 })
  })

  test('a probe tells which way a message would take, and delivers nothing', async () => {
    await openPath(page, '/probe')
    await page.getByRole('textbox', { name: 'Subject' }).fill('orders.new')
    await page.keyboard.press('Enter')

    const result = page.getByRole('region', { name: 'result' })
    await expect.poll(() => result.innerText()).toMatch(/every server answered/u)
    expect(await result.innerText()).toMatch(/C2N3/u)
    expect(await result.innerText()).toMatch(/Nats-Trace-Only\s+true/u)
    await screenshots(page, 'probe')
    await result.getByRole('link', { name: 'Show on the map' }).click()
    await page.getByRole('img', { name: /^server C2N3/u }).waitFor()
  })
})

const LIGHT = 'rgb(247, 248, 250)'
const DARK = 'rgb(16, 18, 22)'

async function search(page: Page, query: string): Promise<void> {
  await page.getByRole('combobox', { name: 'search traces' }).fill(query)
  await page.keyboard.press('Enter')
}

// The rows from the publishing of the order on; the request to payments is before it.
async function publishing(page: Page): Promise<readonly string[]> {
  const rows = await spanLabels(page)
  return rows.slice(rows.findIndex((row) => row.includes('publish orders.new')))
}

function serversIn(rows: readonly string[]): readonly string[] {
  const names = rows.flatMap((row) => /^(\w+), hop/u.exec(row)?.[1] ?? [])
  return [...new Set(names)].toSorted()
}

function main(page: Page): Promise<string> {
  return page.locator('main').innerText()
}

function heading(page: Page): Promise<string> {
  return page.getByRole('heading', { level: 1 }).innerText()
}

function background(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor')
}
