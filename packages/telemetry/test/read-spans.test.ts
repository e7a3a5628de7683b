import { jetstreamManager } from '@nats-io/jetstream'
import { headers } from '@nats-io/nats-core'
import type { NatsConnection } from '@nats-io/transport-node'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { formatTracesJson } from '@hopscope/observe/otlp'
import { flatten } from '@hopscope/path'
import { startNatsServer } from '@hopscope/nats-server'
import {
  ensureTelemetryStream,
  readSpans,
  TraceCollector,
  type ReadSpansOptions,
  type TelemetryError,
} from '@hopscope/telemetry'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'

const TRACED = `accounts { APP { jetstream: enabled, users: [ { user: app, password: pw } ], msg_trace: { dest: "telemetry.hops" } } }
no_auth_user: app`

test('spans of services and of server hops are read back together', async () => {
  await using server = await startNatsServer({ name: 'n1', config: TRACED })
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 'checkout' })

  const [, span] = collector.tracer.start(ROOT_CONTEXT, 'publish orders.new', { kind: 'producer' })
  const { traceId, spanId } = span.otel.spanContext()
  const traced = headers()
  traced.set('traceparent', `00-${traceId}-${spanId}-01`)
  connection.publish('orders.new', '', { headers: traced })
  span.end()
  await collector.flush()

  const read = await readUntil(connection, 2)
  expect(read.map(({ span }) => [span.name, span.traceId, span.parentSpanId])).toEqual(
    expect.arrayContaining([
      ['publish orders.new', traceId, undefined],
      ['hop n1', traceId, spanId],
    ]),
  )
})

test('reading what is stored ends with the last message', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await storeNamed(connection, ['a', 'b', 'c'])

  expect(await readNames(connection)).toEqual(['a', 'b', 'c'])
})

test('an empty stream ends at once', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)

  expect(await readNames(connection)).toEqual([])
})

test('OTLP JSON and compressed spans are read too, and what is neither is told of', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const errors: TelemetryError[] = []
  await store(connection, 'telemetry.spans.x.batch', json('plain'), {})
  await store(connection, 'telemetry.spans.x.run-7', 'garbage', {})
  await store(connection, 'telemetry.hops', 'garbage', {})
  await store(connection, 'telemetry.spans.x.batch', gzipSync(json('zipped')), {
    'Content-Encoding': 'gzip',
    'Content-Type': 'application/json',
  })

  const names = await readNames(connection, { onError: (error) => void errors.push(error) })

  expect(names).toEqual(['plain', 'zipped'])
  expect(errors.map(({ code, message }) => [code, message])).toEqual([
    ['TELEMETRY_MALFORMED', expect.stringContaining('message 2 of stream TELEMETRY')],
    ['TELEMETRY_MALFORMED', expect.stringContaining('message 3 of stream TELEMETRY')],
  ])
})

test('following ends when its signal is aborted', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await storeNamed(connection, ['a'])
  const stop = new AbortController()

  const names: string[] = []
  for await (const { resourceSpans } of readSpans(connection, {
    follow: true,
    signal: stop.signal,
  })) {
    names.push(...[...flatten(resourceSpans)].map(({ span }) => span.name))
    stop.abort()
  }

  expect(names).toEqual(['a'])
})

test('reading that is aborted before it began ends at once', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const opening = new AbortController()
  const reader = readSpans(connection, { follow: true, signal: opening.signal })

  const first = reader.next()
  opening.abort()

  expect(await first).toEqual({ done: true, value: undefined })
  expect(await readNames(connection, { follow: true, signal: AbortSignal.abort() })).toEqual([])
})

test('reading leaves no consumer on the server', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await storeNamed(connection, ['a'])
  const manager = await jetstreamManager(connection)

  await readNames(connection)

  await expect.poll(() => manager.consumers.list('TELEMETRY').next()).toEqual([])
})

test('a stream that is not there is named', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)

  await expect(readNames(connection)).rejects.toMatchObject({
    code: 'STREAM_UNAVAILABLE',
    message: expect.stringContaining('TELEMETRY'),
  })
})

async function readNames(
  connection: NatsConnection,
  options: ReadSpansOptions = {},
): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { resourceSpans } of readSpans(connection, options)) {
    names.push(...[...flatten(resourceSpans)].map(({ span }) => span.name))
  }
  return names
}

async function readUntil(connection: NatsConnection, count: number) {
  const read = []
  for await (const { resourceSpans } of readSpans(connection, { follow: true })) {
    read.push(...flatten(resourceSpans))
    if (read.length >= count) return read
  }
  return read
}

async function storeNamed(connection: NatsConnection, names: readonly string[]): Promise<void> {
  await using collector = new TraceCollector(connection, { service: 's' })
  for (const name of names) {
    collector.tracer.start(ROOT_CONTEXT, name)[1].end()
    await collector.flush()
  }
}

async function store(
  connection: NatsConnection,
  subject: string,
  body: string | Uint8Array,
  described: Readonly<Record<string, string>>,
): Promise<void> {
  const own = headers()
  for (const [name, value] of Object.entries(described)) own.set(name, value)
  await connection.request(subject, body, { timeout: 5000, headers: own })
}

function json(name: string): string {
  return formatTracesJson({
    resourceSpans: [
      {
        resource: { attributes: {} },
        scopeSpans: [
          {
            scope: { name: 'test' },
            spans: [
              {
                traceId: 'a'.repeat(32),
                spanId: 'b'.repeat(16),
                name,
                kind: 'internal',
                startTimeUnixNano: 1n,
                endTimeUnixNano: 2n,
                attributes: {},
                events: [],
                links: [],
                status: { code: 'unset' },
              },
            ],
          },
        ],
      },
    ],
  })
}
