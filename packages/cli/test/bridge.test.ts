import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, TraceCollector } from '@hopscope/telemetry'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { fakeIo, type FakeIoOptions } from './fake-io.ts'
import { run } from '../src/program.ts'
import { startHubAndLeaf } from './hub-and-leaf.ts'
import { runInFake } from './run-in-fake.ts'
import { spansIn, startBackend, type Backend } from './start-backend.ts'
import { startHopscope } from './start-hopscope.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('what is stored is sent until Ctrl-C, which is exit code 0', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  await storeSpan(server, 'ship')
  const bridge = startHopscope(['bridge', '--endpoint', backend.url, '-s', server.url, ...FAST])
  await vi.waitFor(() => expect(namesIn(backend)).toEqual(['ship']), WAIT)
  bridge.child.kill('SIGINT')
  const { code, stdout, stderr } = await bridge.ended

  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(withoutOrder(stderr)).toMatchInlineSnapshot(`
    "otlp-bridge sends TELEMETRY to http://127.0.0.1:PORT
    logs: sent, read by consumer otlp-bridge-logs
    metrics: sent, read by consumer otlp-bridge-metrics
    traces: sent, read by consumer otlp-bridge-traces
    stopping: what is in hand is sent, for 10 s at the most
    stopped: traces 1 record sent; logs 0 records sent; metrics 0 records sent
    "
  `)
})

test('Ctrl-C sends what is in hand', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  const slow = ['--flush-interval', '10m']
  const bridge = startHopscope(['bridge', '--endpoint', backend.url, '-s', server.url, ...slow])
  await bridge.until(/traces: sent/)
  await storeSpan(server, 'ship')
  await delivered(server, 'otlp-bridge-traces')
  bridge.child.kill('SIGINT')

  expect(await bridge.ended).toMatchObject({ code: 0 })
  expect(namesIn(backend)).toEqual(['ship'])
  expect(await unsent(server, 'otlp-bridge-traces')).toBe(0)
})

test('SIGTERM sends what is in hand too', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  const slow = ['--flush-interval', '10m']
  const bridge = startHopscope(['bridge', '--endpoint', backend.url, '-s', server.url, ...slow])
  await bridge.until(/traces: sent/)
  await storeSpan(server, 'ship')
  await delivered(server, 'otlp-bridge-traces')
  bridge.child.kill('SIGTERM')

  expect(await bridge.ended).toMatchObject({ code: 143 })
  expect(namesIn(backend)).toEqual(['ship'])
})

test('a second Ctrl-C does not wait for a backend, and is exit code 0 too', async () => {
  await using server = await startTelemetry()
  await using silent = await startSilent()
  const slow = ['--export-timeout', '10m', '--stop-timeout', '10m', ...FAST]
  const bridge = startHopscope(['bridge', '--endpoint', silent.url, '-s', server.url, ...slow])
  await bridge.until(/traces: sent/)
  await storeSpan(server, 'ship')
  await silent.asked
  bridge.child.kill('SIGINT')
  await bridge.until(/stopping: /)
  bridge.child.kill('SIGINT')

  expect(await bridge.ended).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/stopped: traces 0 records sent.*\n$/),
  })
  expect(await unsent(server, 'otlp-bridge-traces')).toBe(1)
})

test('--js-domain bridges the stream of another domain', async () => {
  await using servers = await startHubAndLeaf()
  await ensureStream(servers.hub)
  await using backend = await startBackend()
  await storeSpan(servers.hub, 'ship')
  const inHub = ['-s', servers.leaf.url, '--js-domain', 'hub', '--endpoint', backend.url]
  await vi.waitFor(
    () => runUntil(['bridge', ...inHub, ...FAST], () => expect(namesIn(backend)).toEqual(['ship'])),
    WAIT,
  )

  expect(await unsent(servers.hub, 'otlp-bridge-traces')).toBe(0)
})

test('--log json tells on stdout what happens, a line each', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  await storeSpan(server, 'ship')
  const { exitCode, stdout, stderr } = await runUntil(
    ['bridge', '--log', 'json', '--endpoint', backend.url, '-s', server.url, ...FAST],
    () => expect(namesIn(backend)).toEqual(['ship']),
  )
  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(entries).toContainEqual({
    time: expect.any(String),
    level: 'info',
    event: 'started',
    durable: 'otlp-bridge',
    stream: 'TELEMETRY',
    endpoints: {
      traces: `${backend.url}/v1/traces`,
      logs: `${backend.url}/v1/logs`,
      metrics: `${backend.url}/v1/metrics`,
    },
  })
  expect(entries.at(-1)).toMatchObject({
    event: 'stopped',
    figures: { signals: { traces: { exported: 1, inHand: 0 } } },
  })
})

test('a terminal shows how far it is, in one line', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  await storeSpan(server, 'ship')
  const { stderr } = await runUntil(
    ['bridge', '--endpoint', backend.url, '-s', server.url, ...FAST],
    ({ stderr }) => expect(stderr.text).toContain('\r\u001b[2Ktraces 1 sent'),
    { width: 120 },
  )

  expect(stderr).toContain('stopped: traces 1 record sent')
  expect(stderr.endsWith('\r\u001b[2K')).toBe(true)
})

test('an outage is told with its reason', async () => {
  await using server = await startTelemetry()
  await using gone = await startBackend()
  await gone[Symbol.asyncDispose]()
  await storeSpan(server, 'ship')
  const { stderr } = await runUntil(
    ['bridge', '--endpoint', gone.url, '-s', server.url, ...FAST],
    ({ stderr }) => expect(stderr.text).toContain('warning: traces: the backend does not take it'),
  )

  expect(stderr).toContain('ECONNREFUSED')
})

test('what the backend refuses is a dead letter, and is sent when it was replayed', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  await using refusing = await startRefusing()
  await storeSpan(server, 'ship')
  await runUntil(['bridge', '--endpoint', refusing.url, '-s', server.url, ...FAST], ({ stderr }) =>
    expect(stderr.text).toContain('is a dead letter'),
  )
  const listed = await runInFake(['dlq', 'list', '--json', '-s', server.url])
  await runInFake(['dlq', 'replay', '--all', '--yes', '--remove', '-s', server.url])
  await runUntil(['bridge', '--endpoint', backend.url, '-s', server.url, ...FAST], () =>
    expect(namesIn(backend)).toEqual(['ship']),
  )

  expect(JSON.parse(listed.stdout)).toMatchObject({
    stream: 'TELEMETRY_DLQ',
    letters: [
      {
        reason: expect.stringContaining('400'),
        originalSubject: 'telemetry.spans.checkout.batch',
        originalStream: 'TELEMETRY',
      },
    ],
  })
})

test('a server that goes away and comes back is told, and the bridge goes on', async () => {
  await using folder = await temporaryFolder()
  const storeDir = folder.file('store')
  const server = await startNatsServer({ storeDir })
  await ensureStream(server)
  await using backend = await startBackend()
  const bridge = startHopscope(['bridge', '--endpoint', backend.url, '-s', server.url, ...FAST])
  await bridge.until(/traces: sent/)
  await server.stop({ graceMs: 0 })
  await bridge.until(/warning: connection to .* lost, connecting again/)
  await using again = await startNatsServer({ storeDir, port: server.port })
  await bridge.until(/connected to .* again/)
  await storeSpan(again, 'ship')
  await vi.waitFor(() => expect(namesIn(backend)).toEqual(['ship']), WAIT)
  bridge.child.kill('SIGINT')

  expect(await bridge.ended).toMatchObject({ code: 0 })
})

test('--http serves health and metrics', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  const { stderr } = await runUntil(
    ['bridge', '--http', '0', '--endpoint', backend.url, '-s', server.url, ...FAST],
    async ({ stderr }) => {
      const [, url] = /health and metrics at (\S+)/.exec(stderr.text) ?? []
      const ready = await fetch(new URL('/readyz', url))
      expect(ready.status).toBe(200)
    },
  )

  expect(stderr).toContain('stopped: ')
})

test('the permissions of the reference are enough', async () => {
  const reference = join(import.meta.dirname, '../../../docs/reference/cli.md')
  const [, permissions = ''] =
    /```text\n(permissions \{.*?)\n```/s.exec(await readFile(reference, 'utf8')) ?? []
  await using server = await startNatsServer({
    config: `authorization { users: [
      { user: all, password: p }
      { user: bridge, password: p, ${permissions} }
    ] }`,
  })
  const as = (user: string) => server.url.replace('//', `//${user}:p@`)
  await ensureStream({ url: as('all') })
  await using backend = await startBackend()
  await using refusing = await startRefusing()
  await storeSpan({ url: as('all') }, 'refused')
  const refused = await runUntil(
    ['bridge', '--endpoint', refusing.url, '-s', as('bridge'), ...FAST],
    ({ stderr }) => expect(stderr.text).toContain('is a dead letter'),
  )
  await storeSpan({ url: as('all') }, 'ship')
  const sent = await runUntil(
    ['bridge', '--endpoint', backend.url, '-s', as('bridge'), ...FAST],
    () => expect(namesIn(backend)).toEqual(['ship']),
  )

  expect(`${refused.stderr}${sent.stderr}`).not.toMatch(/permission|not available/i)
})

test('variables stand for options, and options come before them', async () => {
  await using server = await startTelemetry()
  await using backend = await startBackend()
  const env = {
    NATS_URL: server.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: backend.url,
    HOPSCOPE_BRIDGE_DURABLE: 'of-variable',
    HOPSCOPE_BRIDGE_SIGNALS: 'logs',
    HOPSCOPE_BRIDGE_LOG: '',
  }
  const { stderr } = await runUntil(
    ['bridge', '--durable', 'of-option'],
    ({ stderr }) => expect(stderr.text).toContain('logs: sent, read by consumer of-option-logs'),
    { env },
  )

  expect(stderr).toContain(`of-option sends TELEMETRY to ${backend.url}/v1/logs (logs)\n`)
})

test('no backend is wrong usage', async () => {
  expect(await runInFake(['bridge', '-s', '127.0.0.1:1'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: there is no backend to send telemetry to
hint: name one with --endpoint http://localhost:4318, or set OTEL_EXPORTER_OTLP_ENDPOINT
`,
  })
})

test('a signal that is asked for and has no endpoint is wrong usage', async () => {
  const args = ['bridge', '--signals', 'traces,logs', '--traces-endpoint', 'http://h/v1/traces']

  expect(await runInFake([...args, '-s', '127.0.0.1:1'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: there is no backend to send logs to
hint: name one with --endpoint or --logs-endpoint, or leave logs out of --signals
`,
  })
})

test('an endpoint that is no URL is told without its secrets', async () => {
  const args = ['bridge', '--endpoint', 'ftp://user:s3cret@h', '-s', '127.0.0.1:1']
  const { exitCode, stderr } = await runInFake(args)

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^error: ftp:\/\/h\S* is no http or https URL\nhint: /)
})

test('a stream that is not there is a failure', async () => {
  await using server = await startNatsServer()
  const { exitCode, stderr } = await runInFake([
    'bridge',
    '--endpoint',
    'http://h',
    '-s',
    server.url,
  ])

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^error: stream TELEMETRY cannot be read: .*\nhint: /)
})

test.each([
  [['--signals', 'spans'], "error: option '--signals"],
  [['--http', 'x'], "error: option '--http"],
  [['--http', '70000'], "error: option '--http"],
  [['--outage-backoff', '1m,1s'], "error: option '--outage-backoff"],
  [['--batch-size', '0'], "error: option '--batch-size"],
  [['--log', 'xml'], "error: option '--log"],
  [
    ['--js-api-prefix', 'JS.hub.API'],
    'error: a bridge does not reach JetStream by --js-api-prefix',
  ],
  [['--endpoint', 'foo'], 'error: foo is no http or https URL'],
  [['--logs-endpoint', 'h:4318'], 'error: h:4318 is no http or https URL'],
  [['--durable', 'a.b'], 'error: durable must have no space, dot, slash, * or >, got "a.b"'],
])('%j is wrong usage, told before a server is looked for', async (args, message) => {
  const all = ['bridge', '--endpoint', 'http://h', '-s', '127.0.0.1:1', ...args]
  const { exitCode, stderr } = await runInFake(all)

  expect(exitCode).toBe(2)
  expect(stderr).toContain(message)
})

test('a variable that is malformed is named', async () => {
  const env = { HOPSCOPE_BRIDGE_BATCH_SIZE: 'many' }

  expect(await runInFake(['bridge', '--endpoint', 'http://h'], { env })).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: HOPSCOPE_BRIDGE_BATCH_SIZE is invalid: It must be a whole number, 1 or more.
hint: it stands for --batch-size, which hopscope bridge --help explains
`,
  })
})

test('a variable of OpenTelemetry that is ignored is told', async () => {
  const env = { OTEL_EXPORTER_OTLP_COMPRESSION: 'zip' }
  const { stderr } = await runInFake(['bridge', '--endpoint', 'http://h', '-s', '127.0.0.1:1'], {
    env,
  })

  expect(stderr).toMatch(/^warning: .*OTEL_EXPORTER_OTLP_COMPRESSION/)
})

// The signals are asked at the same time.
function withoutOrder(stderr: string): string {
  return stderr.replaceAll(/:\d{4,5}/g, ':PORT').replace(/(?:^\w+: sent, .*\n)+/m, sortLines)
}

function sortLines(lines: string): string {
  return `${lines.trimEnd().split('\n').toSorted().join('\n')}\n`
}

const FAST = ['--flush-interval', '50ms', '--stats-interval', '100ms']
const WAIT = { timeout: 15_000, interval: 20 }

async function startTelemetry(): Promise<NatsServer> {
  const server = await startNatsServer()
  await ensureStream(server)
  return server
}

async function ensureStream({ url }: Pick<NatsServer, 'url'>): Promise<void> {
  await using connection = await connectTo(url)
  await ensureTelemetryStream(connection)
}

// The client takes no user from a URL.
function connectTo(url: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(url)
  return connect({ servers: host, ...(username !== '' && { user: username, pass: password }) })
}

async function storeSpan({ url }: Pick<NatsServer, 'url'>, name: string): Promise<void> {
  await using connection = await connectTo(url)
  await using collector = new TraceCollector(connection, { service: 'checkout' })
  collector.getTracer('test').startSpan(name).end()
}

function namesIn({ received }: Backend): readonly string[] {
  return received
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => spansIn(body).map(({ name }) => name))
}

/** Runs a command until `hold` does not throw, and then ends it as Ctrl-C does. */
async function runUntil(
  args: readonly string[],
  hold: (io: ReturnType<typeof fakeIo>) => void | Promise<void>,
  options: FakeIoOptions = {},
) {
  const ending = new AbortController()
  const io = fakeIo({ ...options, signal: ending.signal })
  const running = run(io, args)
  try {
    await vi.waitFor(() => hold(io), WAIT)
  } finally {
    ending.abort()
  }
  return { exitCode: await running, stdout: io.stdout.text, stderr: io.stderr.text }
}

/** A backend that takes empty requests, and refuses others as malformed. */
async function startRefusing() {
  const http = createServer((request, response) => {
    const isEmpty = request.headers['content-length'] === '0'
    request.resume().once('end', () => response.writeHead(isEmpty ? 200 : 400).end())
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** A backend that takes empty requests, and never answers others. */
async function startSilent() {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const http = createServer((request, response) => {
    request.resume()
    if (request.headers['content-length'] === '0') response.end()
    else resolve()
  })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  const { port } = http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

async function delivered(server: NatsServer, consumer: string): Promise<void> {
  await using connection = await connect({ servers: server.url })
  const { consumers } = await jetstreamManager(connection)
  await vi.waitFor(async () => {
    const { num_ack_pending: inHand } = await consumers.info('TELEMETRY', consumer)
    expect(inHand).toBe(1)
  }, WAIT)
}

async function unsent(server: NatsServer, consumer: string): Promise<number> {
  await using connection = await connect({ servers: server.url })
  const found = await jetstream(connection).consumers.get('TELEMETRY', consumer)
  const { num_ack_pending: inHand, num_pending: waiting } = await found.info()
  return inHand + waiting
}
