import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../src/http/listen.ts'
import type { ServeViewerOptions } from '../src/http/serve-options.ts'
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
    message: `the page cannot be served on 127.0.0.1:${port}: the port is taken`,
    hint: 'stop what listens there, or choose another port',
  })
})

test('a port that another program has on ::1 is taken: localhost may lead there', async () => {
  const port = await takenPort('::1')

  await expect(start({ port })).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' })
})

test('a port for OTLP that is taken is said to be that of OTLP', async () => {
  const port = await takenPort('127.0.0.1')

  await expect(start({ otlp: { port } })).rejects.toMatchObject({
    code: 'PORT_UNAVAILABLE',
    message: `OTLP cannot be served on 127.0.0.1:${port}: the port is taken`,
  })
})

test('connections that cannot be taken do not end the viewer, however many they are', async () => {
  const errors: unknown[] = []
  const failure = new Error('accept EMFILE')
  const listening = await listen(
    ({ socket }, response) => {
      // As Node does when it has no file descriptor left.
      serverOf(socket).emit('error', failure)
      response.end()
    },
    { what: 'a test', port: 0, requestTimeoutMs: 1000, onError: (error) => errors.push(error) },
  )
  onTestFinished(() => listening[Symbol.asyncDispose]())
  const statuses = [(await ask(listening, {})).status, (await ask(listening, {})).status]

  expect(statuses).toEqual([200, 200])
  expect(errors).toEqual([failure, failure])
})

test('who stops to read is cut off, so that its answer is not kept for ever', async () => {
  const { promise: isClosed, resolve } = Promise.withResolvers<boolean>()
  const listening = await listen(
    (_request, response) => {
      response.once('close', () => resolve(!response.writableFinished))
      response.end(Buffer.alloc(20_000_000))
    },
    { what: 'a test', port: 0, requestTimeoutMs: 30, onError: () => {} },
  )
  onTestFinished(() => listening[Symbol.asyncDispose]())
  const socket = connect({ host: '127.0.0.1', port: listening.port })
  onTestFinished(() => void socket.destroy())
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')

  expect(await isClosed).toBe(true)
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

function serverOf(socket: Socket & { readonly server?: Server | null }): Server {
  if (socket.server) return socket.server
  throw new Error('the socket is of no server')
}
