import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { startViewer, type Viewer } from '@hopscope/viewer'
import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node'
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
} from 'vitest'
import { launchBrowser, visit, whyNoBrowser, type Visit } from '../src/browser-test.ts'
import { importFile } from '../src/import-file.ts'
import { manyServices } from '../src/many-services.ts'
import { openPath } from '../src/open-path.ts'
import { screenshot, screenshots } from '../src/screenshot.ts'

describe.skipIf(whyNoBrowser() !== undefined)('the page where there is nothing to show', () => {
  let browser: Browser
  /** Without a connection. */
  let bare: Viewer
  let person: Visit
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    bare = await startViewer({ port: 0 })
  }, 60_000)

  beforeEach(async () => {
    person = await visit(browser)
    page = await person.context.newPage()
  })

  afterEach(async () => {
    await person[Symbol.asyncDispose]()
    person.watch.requireSilence()
  })

  afterAll(async () => {
    await browser?.close()
    await bare?.[Symbol.asyncDispose]()
  })

  test('a viewer without a connection says so, and offers to import', async () => {
    await page.goto(bare.issueLink())

    await expect.poll(() => main(page)).toContain('This viewer has no NATS connection')
    await page.locator('main').getByRole('link', { name: 'Import a file' }).click()
    await expect.poll(() => page.url()).toContain('/import')
    await openPath(page, '/status')
    await expect.poll(() => main(page)).toMatch(/Connection\s+none/u)
  })

  test('a file that is no trace is told of', async () => {
    await page.goto(bare.issueLink('/import'))
    person.watch.expect(/^status 422/u)
    const said = await importFile(page, { name: 'notes.json', text: '{"a":1}' })

    expect(said).toMatch(/notes\.json[^]*not imported[^]*\w+/u)
    await screenshots(page, 'import-refused')
  })

  test('of a file that can be read in part it is said how much could not be, and why', async () => {
    await page.goto(bare.issueLink('/import'))
    const malformed = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"none"}]}]}]}'
    const text = `${manyServices(1, 1)}\n${malformed}`
    const said = await importFile(page, { name: 'half.ndjson', text })

    expect(said).toMatch(
      /half\.ndjson[^]*1 trace, 1 span[^]*1 document of the file could not be read: ./u,
    )
  })

  test('a trace that is not there is told of, with what the index has read', async () => {
    await page.goto(bare.issueLink(`/t/${'ab'.repeat(16)}`))
    person.watch.expect(/^status 404/u)

    await expect.poll(() => main(page)).toContain('No such trace')
    await expect.poll(() => main(page)).toContain('only what was imported')
    await screenshots(page, 'not-found')
  })

  test('a second browser needs an address of its own', async () => {
    const link = bare.issueLink()
    await page.goto(link)
    await expect.poll(() => page.url()).toMatch(/\/traces$/u)
    await using second = await visit(browser)
    second.watch.expect(/^status 401/u)
    const late = await second.context.newPage()
    const answer = await late.goto(link)

    expect(answer?.status()).toBe(401)
    await expect.poll(() => late.locator('body').innerText()).toMatch(/used|printed/iu)
    await screenshot(late, 'no-entry')
    second.watch.requireSilence()
  })

  test('a stream that is missing is told of with the command that makes it, then read by itself', async () => {
    await using server = await startNatsServer()
    const connection = await join({ servers: server.url })
    const viewer = await open(connection)
    await page.goto(viewer.issueLink())

    await expect.poll(() => main(page)).toContain('There is no stream TELEMETRY yet')
    expect(await main(page)).toContain('hopscope stream ensure')
    await screenshots(page, 'no-stream')
    await ensureTelemetryStream(connection)
    await expect.poll(() => main(page), PATIENT).toContain('No span has come yet')
    await screenshots(page, 'no-spans')
    await page.getByRole('link', { name: 'Probe a subject' }).click()
    await expect.poll(() => page.url()).toContain('/probe')
  })

  test('a stream that may not be read is told of with the permission that is missing', async () => {
    await using server = await startNatsServer({ config: USERS })
    const login = { servers: server.url, pass: 'pw' }
    await ensureTelemetryStream(await join({ ...login, user: 'admin' }))
    const viewer = await open(await join({ ...login, user: 'viewer' }))
    await page.goto(viewer.issueLink())

    await expect.poll(() => main(page)).toContain('The stream TELEMETRY may not be read')
    expect(await main(page)).toContain('$JS.API.STREAM.INFO.TELEMETRY')
    await screenshots(page, 'denied')
  })

  test('a server that is away is told of, and that it is back', async () => {
    const server = await startNatsServer()
    const port = Number(new URL(server.url).port)
    const reconnect = { maxReconnectAttempts: -1, reconnectTimeWait: 100 }
    const connection = await join({ servers: server.url, ...reconnect })
    await ensureTelemetryStream(connection)
    const viewer = await open(connection)
    await page.goto(viewer.issueLink())
    await expect.poll(() => main(page)).toContain('No span has come yet')

    await server[Symbol.asyncDispose]()
    await expect.poll(() => main(page), PATIENT).toContain('The NATS server cannot be reached')
    await expect.poll(() => page.getByRole('navigation').innerText()).toContain('NATS is away')
    await screenshots(page, 'server-away')
    await using second = await startNatsServer({ port })
    expect(second.url).toBe(server.url)
    await expect.poll(() => page.getByRole('navigation').innerText(), PATIENT).not.toContain('away')
  })

  test('a viewer that has ended is told of, and what it showed stays', async () => {
    const viewer = await open()
    await page.goto(viewer.issueLink('/status'))
    await expect.poll(() => main(page)).toMatch(/Connection\s+none/u)
    person.watch.expect(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/u)
    await viewer[Symbol.asyncDispose]()

    await expect
      .poll(() => page.getByRole('navigation').innerText(), PATIENT)
      .toContain('Viewer gone')
    expect(await main(page)).toMatch(/Connection\s+none/u)
    await screenshots(page, 'viewer-gone')
  })
})

const USERS = `authorization { users: [
  { user: admin, password: pw }
  { user: viewer, password: pw, permissions: { publish: { deny: "$JS.API.STREAM.INFO.>" } } }
] }`

/** The page asks for the status every four seconds. */
const PATIENT = { timeout: 25_000 }

async function open(connection?: NatsConnection): Promise<Viewer> {
  const viewer = await startViewer({ port: 0, ...(connection && { connection }) })
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return viewer
}

async function join(options: ConnectionOptions): Promise<NatsConnection> {
  const connection = await connect(options)
  onTestFinished(() => connection.close())
  return connection
}

function main(page: Page): Promise<string> {
  return page.locator('main').innerText()
}
