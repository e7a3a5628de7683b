import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ServeViewerOptions } from '../src/http/serve-options.ts'
import { serveViewer, type ViewerServer } from '../src/http/serve-viewer.ts'
import { ask, pageFolder, ScriptedIndex, startViewerOver } from './http-fixture.ts'

test('both addresses of this machine answer, on one port', async () => {
  const viewer = await start()
  const statuses = [
    (await ask(viewer, { path: '/assets/app-AAAA.js', address: '127.0.0.1' })).status,
    (await ask(viewer, { path: '/assets/app-AAAA.js', address: '::1' })).status,
  ]

  expect(statuses).toEqual([200, 200])
  expect(viewer.url).toBe(`http://127.0.0.1:${viewer.port}/`)
})

test('a port that was asked for and is taken is said to be so', async () => {
  const port = await takenPort('127.0.0.1')

  await expect(start({ port })).rejects.toMatchObject({
    code: 'PORT_UNAVAILABLE',
    hint: 'choose another port, or 0 for one that is free',
  })
})

test('a port that another program has on ::1 is taken: localhost may lead there', async () => {
  const port = await takenPort('::1')

  await expect(start({ port })).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' })
})

test('two viewers get two ports when none was asked for', async () => {
  const options = { index: new ScriptedIndex(), pageFolder: await pageFolder() }
  const [one, other] = [await serve(options), await serve(options)]

  expect(one.port).toBeGreaterThanOrEqual(7788)
  expect(other.port).toBeGreaterThan(one.port)
})

test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])(
  'the viewer is not served on %s unless that is allowed',
  async (host) => {
    await expect(start({ host })).rejects.toMatchObject({ code: 'NOT_LOOPBACK' })
  },
)

test('a viewer for other machines wants a token all the same, and a name it knows', async () => {
  const viewer = await start({ host: '0.0.0.0', allowRemote: true })
  const foreign = { host: `192.0.2.1:${viewer.port}` }
  expect(viewer.issueLink()).toMatch(`http://127.0.0.1:${viewer.port}/traces?t=`)

  expect(await ask(viewer, { path: '/api/v1/traces' })).toMatchObject({ status: 401 })
  expect(await ask(viewer, { path: '/traces', headers: foreign })).toMatchObject({ status: 421 })
})

test.each([
  ['/assets/app-AAAA.js', 'text/javascript; charset=utf-8', '/* app-AAAA.js */'],
  ['/assets/chunk-DDDD.js', 'text/javascript; charset=utf-8', '/* chunk-DDDD.js */'],
  ['/assets/style-BBBB.css', 'text/css; charset=utf-8', '/* style-BBBB.css */'],
])('%s may be kept for ever', async (path, type, text) => {
  const viewer = await start()
  const answer = await ask(viewer, { path })

  expect(answer).toMatchObject({ status: 200, text })
  expect(answer.headers).toMatchObject({
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
})

test('a page that was not built is missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'viewer-none-'))
  onTestFinished(() => rm(folder, { recursive: true }))

  await expect(start({ pageFolder: folder })).rejects.toMatchObject({ code: 'PAGE_MISSING' })
})

test('a page of which a part is missing is missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'viewer-part-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'manifest.json'), '[{"file":"app-AAAA.js"}]')
  await writeFile(join(folder, 'app-AAAA.js'), '')

  await expect(start({ pageFolder: folder })).rejects.toMatchObject({ code: 'PAGE_MISSING' })
})

test('a viewer that was closed answers nobody', async () => {
  const viewer = await start()
  await viewer[Symbol.asyncDispose]()

  await expect(ask(viewer, { path: '/traces' })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

async function start(options: Partial<ServeViewerOptions> = {}): Promise<ViewerServer> {
  const viewer = await startViewerOver(new ScriptedIndex(), options)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return viewer
}

async function serve(options: ServeViewerOptions): Promise<ViewerServer> {
  const viewer = await serveViewer(options)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return viewer
}

async function takenPort(host: string): Promise<number> {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, host, resolve)
  await promise
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
