import { startNatsServer } from '@hopscope/nats-server'
import { decodeTelemetry, ensureTelemetryStream } from '@hopscope/telemetry'
import { openTraceIndex, type IndexRequest, type TraceIndex } from '@hopscope/viewer'
import { DeliverPolicy, jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import type { Ratio } from '../ratio.ts'
import { PlainIndex } from './index-plain.ts'
import { messageOfTrace, SPANS_PER_TRACE, telemetryMessages, traceIdOf } from './index-workload.ts'

/** How large the index is. */
export interface IndexSize {
  /** Spans in the index, ten a trace. @default 100_000 */
  readonly spans?: number
  /** Traces in the stream that is read by id. @default 2_000 */
  readonly streamed?: number
}

/** What the index costs, and what it is good for, against what one would do without it. */
export async function benchIndex(
  { slices }: BenchmarkOptions,
  { spans = 100_000, streamed = 2_000 }: IndexSize = {},
): Promise<readonly Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-bench-'))
  try {
    using plain = new PlainIndex(join(folder, 'plain.db'))
    const limits = { maxBytes: 8 * 1024 ** 3, queryTimeoutMs: 60_000 }
    await using index = await openTraceIndex({ path: join(folder, 'index.db'), ...limits })
    const traces = Math.ceil(spans / SPANS_PER_TRACE)
    return [
      await compareIngest(index, plain, traces),
      await compareById(index, { slices, traces, streamed }),
      ...(await compareAnswers(index, plain, { slices, traces })),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// Both get the same messages in turns, and so end up with the same spans.
async function compareIngest(index: TraceIndex, plain: PlainIndex, traces: number): Promise<Ratio> {
  const plainMicros: number[] = []
  const ourMicros: number[] = []
  for (const messages of inParts(telemetryMessages(traces), MESSAGES_AT_ONCE)) {
    plainMicros.push(await microsOf(() => plain.insert(messages)))
    ourMicros.push(await microsOf(() => index.add(messages)))
  }
  const names = {
    name: 'viewer: ingest, plain rows / ours',
    a: 'a row a span, attributes as JSON, one index',
    b: 'search, links, messages, rollups, with the way to the worker',
    goal: 0.2,
  }
  return compareSlices(names, plainMicros, ourMicros)
}

const MESSAGES_AT_ONCE = 5

async function compareById(
  index: TraceIndex,
  { slices, traces, streamed }: { slices: number; traces: number; streamed: number },
): Promise<Ratio> {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  const client = jetstream(connection)
  const count = Math.min(traces, streamed)
  for (const numbers of inParts(Array(count).keys(), 500)) {
    const stored = numbers.map((trace) => {
      const { subject, data } = messageOfTrace(trace)
      return client.publish(subject, data)
    })
    await Promise.all(stored)
  }
  const [streamMicros, ourMicros] = await inTurns(slices, [
    (at) => readFromStream(connection, traceIdOf((at * 37) % count)),
    (at) => answer(index, { type: 'otlp', traceId: traceIdOf((at * 37) % traces) }),
  ])
  const names = {
    name: 'viewer: a trace by its id, ordered consumer / ours',
    a: `a subject a trace, ${count} traces in the stream`,
    b: `${traces} traces in the index`,
    goal: 3,
  }
  return compareSlices(names, streamMicros, ourMicros)
}

async function compareAnswers(
  index: TraceIndex,
  plain: PlainIndex,
  { slices, traces }: { slices: number; traces: number },
): Promise<readonly Ratio[]> {
  const orderOf = (at: number) => `order-${(at * 991) % traces}`
  const few = Math.min(slices, MAX_SCANS)
  const search = await inTurns(few, [
    (at) => plain.findByAttribute('order.id', orderOf(at)),
    (at) => answer(index, { type: 'traces', query: `attr.order.id=${orderOf(at)}` }),
  ])
  const percentiles = await inTurns(few, [
    () => plain.percentiles(),
    () => answer(index, { type: 'services' }),
  ])
  const graph = await inTurns(few, [
    () => plain.serviceGraph(),
    () => answer(index, { type: 'service-graph' }),
  ])
  return [
    compareSlices(
      {
        name: 'viewer: search by attribute, scan / ours',
        a: 'LIKE over every row',
        b: 'words, with the summary of the trace',
        goal: 10,
      },
      ...search,
    ),
    compareSlices(
      {
        name: 'viewer: percentiles of all operations, scan / ours',
        a: 'every duration sorted',
        b: 'hours with histograms',
        goal: 2,
      },
      ...percentiles,
    ),
    compareSlices(
      {
        name: 'viewer: service graph, self-join / ours',
        a: 'each span joined with its parent',
        b: 'hours with edges',
        goal: 2,
      },
      ...graph,
    ),
  ]
}

// A scan of a million spans takes seconds.
const MAX_SCANS = 11
const WARM_SLICES = 2

type Variant = (at: number) => unknown

async function inTurns(
  slices: number,
  [one, other]: readonly [Variant, Variant],
): Promise<[one: readonly number[], other: readonly number[]]> {
  const oneMicros: number[] = []
  const otherMicros: number[] = []
  for (let at = -WARM_SLICES; at < slices; at++) {
    const number = at + WARM_SLICES
    const first = await microsOf(() => one(number))
    const second = await microsOf(() => other(number))
    if (at < 0) continue
    oneMicros.push(first)
    otherMicros.push(second)
  }
  return [oneMicros, otherMicros]
}

async function microsOf(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) * 1000
}

async function answer(index: TraceIndex, request: IndexRequest): Promise<unknown> {
  const json = await index.ask(request)
  if (json === undefined) throw new Error(`no answer to ${request.type}`)
  return JSON.parse(new TextDecoder().decode(json))
}

// As one reads a trace that has a subject of its own: until nothing is pending.
async function readFromStream(connection: NatsConnection, traceId: string): Promise<number> {
  const consumer = await jetstream(connection).consumers.get('TELEMETRY', {
    filter_subjects: [`telemetry.spans.*.${traceId}`],
    deliver_policy: DeliverPolicy.All,
  })
  const messages = await consumer.fetch({ max_messages: 1, expires: 1_000 })
  let count = 0
  for await (const message of messages) {
    count += decodeTelemetry(message)?.length ?? 0
    if (message.info.pending === 0) break
  }
  await consumer.delete()
  if (count === 0) throw new Error(`trace ${traceId} is not in the stream`)
  return count
}

function* inParts<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
