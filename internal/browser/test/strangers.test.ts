import { startViewer, type Viewer } from '@hopscope/viewer'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { HOSTILE, hostileTrace } from '../src/hostile-trace.ts'
import { importFile } from '../src/import-file.ts'
import { openPath } from '../src/open-path.ts'

describe.skipIf(whyNoBrowser() !== undefined)('in a browser that has been let in', () => {
  let browser: Browser
  let viewer: Viewer
  let person: Visit
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    viewer = await startViewer({ port: 0 })
  }, 60_000)

  // Nobody asks for what the pages report: each test here has the browser refuse something.
  beforeEach(async () => {
    person = await visit(browser)
    page = await person.context.newPage()
    // This page asks for no traces itself.
    await page.goto(viewer.issueLink('/import'))
  })

  afterEach(() => person[Symbol.asyncDispose]())

  afterAll(async () => {
    await browser?.close()
    await viewer?.[Symbol.asyncDispose]()
  })

  test('the page gets data, and may not run what it is not made of', async () => {
    expect(await page.evaluate(STATUS)).toBe(200)
    expect(await triedIn(page, `Reflect.construct(Function, ['return 1'])`)).toBe('refused')
    expect(await triedIn(page, `document.body.innerHTML = '<b>x</b>'`)).toBe('refused')
    expect(await triedIn(page, `document.createElement('script').src = 'data:,1'`)).toBe('refused')
    expect(await triedIn(page, `await fetch('http://other.test/')`)).toBe('refused')
    expect(await page.evaluate('document.cookie')).toBe('')
    expect(page.url()).toBe(`${viewer.url}import`)
  })

  test.each(['http://evil.test', 'http://127.0.0.1'])(
    'a page of %s gets nothing and changes nothing',
    async (site) => {
      await page.goto(`${site}:${await attackerPort()}/`)
      using ask = vi.spyOn(viewer.index, 'ask')
      using rebuild = vi.spyOn(viewer.index, 'rebuild')
      const fetched = (path: string, options: object): Promise<unknown> =>
        page.evaluate(
          `fetch(${JSON.stringify(viewer.url + path)}, ${JSON.stringify(options)})` +
            `.then(({ type }) => type, () => 'refused')`,
        )
      const loaded = (element: string, path: string): Promise<unknown> =>
        page.evaluate(`new Promise((resolve) => {
          const element = document.createElement('${element}')
          element.onload = () => resolve('loaded')
          element.onerror = () => resolve('refused')
          element.src = '${viewer.url}${path}'
          document.body.append(element)
        })`)
      const followed = page.evaluate(`new Promise((resolve) => {
        const events = new EventSource('${viewer.url}api/v1/live', { withCredentials: true })
        events.onopen = () => resolve('opened')
        events.onerror = () => resolve('refused')
      })`)
      const blind = { credentials: 'include', mode: 'no-cors' }
      const post = { method: 'POST', credentials: 'include', body: '{}' }
      const json = { ...post, headers: { 'content-type': 'application/json' } }
      const outcomes = [
        await fetched('api/v1/traces', { credentials: 'include' }),
        await fetched('api/v1/traces', blind),
        await fetched('api/v1/rebuild', json),
        await fetched('api/v1/rebuild', { ...post, mode: 'no-cors' }),
        await loaded('script', 'api/v1/traces'),
        await loaded('img', 'api/v1/traces'),
        await followed,
      ]

      expect(outcomes).toEqual(outcomes.map(() => 'refused'))
      expect(ask).not.toHaveBeenCalledWith(expect.objectContaining({ type: 'traces' }))
      expect(rebuild).not.toHaveBeenCalled()
    },
  )

  test('a name that was made to lead here leads nowhere', async () => {
    const answer = await page.goto(`http://rebound.test:${viewer.port}/traces`)
    // The page that was left may have asked until then.
    using ask = vi.spyOn(viewer.index, 'ask')
    const data = await page.goto(`http://rebound.test:${viewer.port}/api/v1/traces`)

    expect([answer?.status(), data?.status()]).toEqual([421, 421])
    expect(ask).not.toHaveBeenCalledWith(expect.objectContaining({ type: 'traces' }))
  })

  test('the page is in no frame of another site', async () => {
    await page.goto(`http://evil.test:${await attackerPort()}/`)
    await page.evaluate(`{
      const frame = document.createElement('iframe')
      frame.src = '${viewer.url}traces'
      document.body.append(frame)
    }`)

    await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/)
  })

  test('a link on another site leads to the page, which is in', async () => {
    await page.goto(`http://evil.test:${await attackerPort()}/`)
    await page.evaluate(`location.assign('${viewer.url}status')`)
    await page.waitForURL(`${viewer.url}status`)

    expect(await page.evaluate(STATUS)).toBe(200)
  })

  test('a trace that was saved as a page shows no markup of others, loads nothing and sends nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hopscope-browser-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const evil = '</script><img src="http://evil.test/x" onerror="document.title=1"><!--'
    await importFile(page, { name: 'evil.json', text: hostileTrace(evil) })
    await openPath(page, `/t/${HOSTILE.traceId}`)
    await page.getByText('Export').click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Web page' }).click()
    const file = join(folder, 'trace.html')
    await (await downloading).saveAs(file)

    const address = pathToFileURL(file).href
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(address)
    await expect.poll(() => page.locator('main').innerText()).toContain(evil)
    expect(await page.locator('#app img, #app script').count()).toBe(0)
    expect(await page.title()).not.toBe('1')
    expect(await triedIn(page, `await fetch('http://evil.test/')`)).toBe('refused')
    expect(asked).toEqual([address])
  })
})

const STATUS = `fetch('/api/v1/traces').then(({ status }) => status)`

// In a timer, since a debugger's own call may do what the page may not.
function triedIn(page: Page, code: string): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => setTimeout(() => {
    const attempt = async () => { ${code} }
    attempt().then(() => resolve('done'), () => resolve('refused'))
  }))`)
}

async function attackerPort(): Promise<number> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body>')
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
