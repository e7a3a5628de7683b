import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeTraces, parseTracesJson } from '@hopscope/observe/otlp'
import { flatten, type JourneySpan } from '@hopscope/path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processesNaming } from '../src/demo/processes.ts'
import { RunFolder } from '../src/demo/run-folder.ts'
import { textOf } from '../src/demo/text-of.ts'
import { startHopscope } from './start-hopscope.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('an order is one trace, and its way is that of the picture', { timeout: 60_000 }, async () => {
  await using backend = await startBackend()
  const demo = startHopscope(['demo', '--once', '--json'], {
    TMPDIR: folder,
    OTEL_EXPORTER_OTLP_ENDPOINT: backend.url,
  })

  const { code, stdout } = await demo.ended
  const spans = read(stdout)

  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(new Set(spans.map(({ span }) => span.traceId)).size).toBe(1)
  expect(orphans(spans)).toEqual(['POST /orders'])
  expect(wayOf(spans, 'publish orders.new')).toEqual([
    'C1L2 > process orders.>, shop-edge',
    'C1N1 > C1N3',
    'C1N3 > C1L2',
    'C2N2 > C2N3',
    'C2N3 > process orders.new, warehouse',
    'C3L3 > C3N2',
    'C3N2 > C1N1',
    'C3N2 > C2N2',
    'C3N2 > C3N3',
    'C3N3 > store ORDERS',
    'publish orders.new > C3L3',
    'store ORDERS > process orders.>, fulfilment',
  ])
  expect(idsOf(backend.spans())).toEqual(idsOf(spans))
  expect(await processesNaming(folder)).toEqual([])
})

test(
  'an order that cannot be shipped is tried three times and becomes a dead letter',
  { timeout: 60_000 },
  async () => {
    const demo = startHopscope(['demo', '--once', '--fail', '--json'], { TMPDIR: folder })

    const { code, stdout } = await demo.ended
    const spans = read(stdout)

    const attempts = spans.filter(
      ({ resource, span }) => resource['service.name'] === 'fulfilment' && span.kind === 'consumer',
    )
    expect(code).toBe(0)
    expect(
      attempts.map(({ span }) => [
        span.attributes['messaging.nats.message.delivery_count'],
        span.events.at(-1)?.name,
        span.status,
      ]),
    ).toEqual([
      [1, 'nak', { code: 'error', message: 'no such address' }],
      [2, 'nak', { code: 'error', message: 'no such address' }],
      [3, 'term', { code: 'error', message: 'no such address' }],
    ])
    expect(wayOf(spans, 'publish orders-dlq.new')).toContainEqual(
      expect.stringMatching(/> store ORDERS_DLQ$/),
    )
    expect(orphans(spans)).toEqual(['POST /orders'])
  },
)

test(
  'the journeys of several orders are shown as text, for a pipe without colour',
  { timeout: 60_000 },
  async () => {
    const demo = startHopscope(['demo', '--orders', '3', '--rate', '20'], {
      TMPDIR: folder,
      COLUMNS: '100',
    })

    const { code, stdout, stderr } = await demo.ended

    expect(code).toBe(0)
    expect(stdout.match(/^order .*/gm)?.toSorted()).toEqual([
      'order o-1, lamp: shipped at the first try',
      'order o-2, bicycle bell: shipped at the first try',
      'order o-3, atlas: the carrier was busy, shipped at the second try',
    ])
    expect(stdout).toContain('attempt 2')
    expect(stdout).not.toContain('\u001b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    expect(stderr).toContain('ready')
  },
)

test('Ctrl-C ends every process, also while servers start', { timeout: 60_000 }, async () => {
  const demo = startHopscope(['demo', '--keep'], { TMPDIR: folder })
  await demo.until(/5 of 11 servers up/)

  demo.child.kill('SIGINT')

  expect(await demo.ended).toMatchObject({ code: 130, stdout: '' })
  expect(await processesNaming(folder)).toEqual([])
})

test('a shop that is kept open is closed by Ctrl-C', { timeout: 60_000 }, async () => {
  const demo = startHopscope(['demo', '--orders', '1', '--keep'], { TMPDIR: folder })
  await demo.until(/Ctrl-C\n/)

  demo.child.kill('SIGINT')

  expect(await demo.ended).toMatchObject({ code: 0 })
  expect(await processesNaming(folder)).toEqual([])
})

test(
  'what a demo that was killed leaves behind is ended by the next one',
  { timeout: 60_000 },
  async () => {
    const demo = startHopscope(['demo', '--keep'], { TMPDIR: folder })
    await demo.until(/ready/)

    demo.child.kill('SIGKILL')
    await demo.ended
    const [parent = ''] = await readdir(folder)
    await using _next = await RunFolder.create(join(folder, parent))

    expect(await processesNaming(folder)).toEqual([])
  },
)

test('a port that is taken is named', { timeout: 60_000 }, async () => {
  await using taken = await startBackend()
  const demo = startHopscope(['demo', '--once', '--port', String(taken.port)], { TMPDIR: folder })

  const { code, stdout, stderr } = await demo.ended

  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(new RegExp(`^error: .*${taken.port}`, 'm'))
  expect(stderr).toMatch(/^hint: /m)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test.each([
  [['--fail'], '--fail goes with --once'],
  [['--json'], '--json goes with --once'],
  [['--once', '--keep'], '--once and --keep exclude each other'],
  [['--orders', '0'], 'whole number from 1 to 1000'],
  [['--port', '70000'], 'port from 1 to 65535'],
  [['--onse'], 'unknown option'],
])('demo %j is wrong usage', async (args, message) => {
  const { code, stdout, stderr } = await startHopscope(['demo', ...args], { TMPDIR: folder }).ended

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})

function read(stdout: string): readonly JourneySpan[] {
  return [...flatten(parseTracesJson(stdout)?.resourceSpans ?? [])]
}

function orphans(spans: readonly JourneySpan[]): readonly string[] {
  const ids = new Set(spans.map(({ span }) => span.spanId))
  return spans
    .filter(({ span }) => span.parentSpanId === undefined || !ids.has(span.parentSpanId))
    .map(({ span }) => span.name)
}

/** Each step of a message: the server, stream or service after what it got the message from. */
function wayOf(spans: readonly JourneySpan[], producer: string): readonly string[] {
  const ids = new Map(spans.map((entry) => [entry.span.spanId, entry]))
  const producerId = spans.find(({ span }) => span.name === producer)?.span.spanId
  const ofServers = spans.filter(
    ({ span }) => span.attributes['nats.trace.producer'] === producerId,
  )
  const consumers = spans.filter(
    ({ span }) => span.kind === 'consumer' && span.parentSpanId === producerId,
  )
  return [
    ...ofServers.map(
      (entry) => `${label(ids.get(entry.span.parentSpanId ?? ''))} > ${label(entry)}`,
    ),
    ...consumers.map((entry) => `${label(delivererOf(entry, spans))} > ${label(entry)}`),
  ].toSorted()
}

function delivererOf(
  { span }: JourneySpan,
  spans: readonly JourneySpan[],
): JourneySpan | undefined {
  const stream = span.attributes['messaging.nats.stream.name']
  return spans.find((entry) =>
    stream === undefined
      ? entry.span.spanId === span.links[0]?.spanId
      : entry.span.name === `store ${textOf(stream)}` &&
        entry.span.attributes['nats.trace.hop'] === span.attributes['nats.trace.hop'],
  )
}

function label(entry: JourneySpan | undefined): string {
  const server = entry?.span.attributes['nats.server.name']
  if (typeof server === 'string') return server
  const service =
    entry?.span.kind === 'consumer' ? `, ${textOf(entry.resource['service.name'])}` : ''
  return `${entry?.span.name}${service}`
}

function idsOf(spans: readonly JourneySpan[]): readonly string[] {
  return spans.map(({ span }) => span.spanId).toSorted()
}

async function startBackend() {
  const bodies: Uint8Array[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks))
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    spans: () => bodies.flatMap((body) => [...flatten(decodeTraces(body)?.resourceSpans ?? [])]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
