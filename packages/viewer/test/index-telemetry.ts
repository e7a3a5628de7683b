import { ensureTelemetryStream, type StoredTelemetry } from '@hopscope/telemetry'
import { startNatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { FacetList, IndexStatus } from '../src/api/status-view.ts'
import type { MessageList, MessageView } from '../src/api/message-view.ts'
import type { MetricList, ServiceGraph, ServiceList } from '../src/api/service-view.ts'
import type { JourneyView } from '../src/api/journey-view.ts'
import type { SpanDetail, TraceEvents } from '../src/api/span-detail.ts'
import type { TopologyView } from '../src/api/topology-view.ts'
import type { TraceList } from '../src/api/trace-summary.ts'
import type { TraceView } from '../src/api/trace-view.ts'
import type { IndexRequest } from '../src/trace-index/index-request.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'

// Each index starts a thread that loads the sources: what was compiled for one is there for the others.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('../../../node_modules/.cache/node-compile', import.meta.url),
)

export interface RunningTelemetry {
  readonly connection: NatsConnection
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** A server with a stream TELEMETRY, and a connection to it. */
export async function startTelemetry(): Promise<RunningTelemetry> {
  const server = await startNatsServer()
  const connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  return {
    connection,
    [Symbol.asyncDispose]: async () => {
      await connection.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Stores messages in the stream, in their order. */
export async function store(
  connection: NatsConnection,
  records: readonly StoredTelemetry[],
): Promise<void> {
  const client = jetstream(connection)
  const stored = records.map(({ subject, data, headers: described = [] }) => {
    const own = headers()
    for (const [name, [value = '']] of described) own.set(name, value)
    return client.publish(subject, data, { headers: own })
  })
  await Promise.all(stored)
}

/** Waits until the index has all that the stream has. */
export async function untilRead(index: TraceIndex, connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection)
  const { state } = await manager.streams.info('TELEMETRY')
  const deadline = AbortSignal.timeout(60_000)
  while (index.coverage.lastSequence !== state.last_seq || !index.coverage.isComplete) {
    deadline.throwIfAborted()
    await setTimeout(10)
  }
}

/** What an index answers to a request, by its type. */
export interface Answers {
  readonly traces: TraceList
  readonly trace: TraceView
  readonly span: SpanDetail
  readonly spans: Readonly<Record<string, SpanDetail>>
  readonly events: TraceEvents
  readonly journey: JourneyView
  readonly map: TopologyView
  readonly services: ServiceList
  readonly 'service-graph': ServiceGraph
  readonly facets: FacetList
  readonly metrics: MetricList
  readonly messages: MessageList
  readonly message: MessageView
  readonly otlp: object
  readonly 'index-status': IndexStatus
}

/** The answer to a request; fails if there is none. */
export async function ask<Type extends keyof Answers>(
  index: TraceIndex,
  request: IndexRequest & { readonly type: Type },
): Promise<Answers[Type]> {
  const bytes = await index.ask(request)
  expect(bytes).toBeDefined()
  return JSON.parse(new TextDecoder().decode(bytes))
}

/** The ids of traces that a query finds, the newest first. */
export async function find(index: TraceIndex, query: string): Promise<readonly string[]> {
  const { traces } = await ask(index, { type: 'traces', query })
  return traces.map(({ traceId }) => traceId)
}

/** Messages of DagNats, of both generations and all signals, and what servers reported in every recorded scenario. */
export function recordedTelemetry(): readonly StoredTelemetry[] {
  return [...dagnatsRecords('dagnats-records'), ...serverEvents()]
}

/** Recorded messages of DagNats. */
export function dagnatsRecords(name: string): readonly StoredTelemetry[] {
  const file = new URL(`../../telemetry/test/fixtures/${name}.json`, import.meta.url)
  const records: readonly { readonly subject: string; readonly data: string }[] = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  return records.map(({ subject, data }) => ({ subject, data: Buffer.from(data) }))
}

function serverEvents(): readonly StoredTelemetry[] {
  const folder = new URL('../../path/test/fixtures/server-events/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.flatMap((name) => {
    const file: EventFile = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    return (file.events ?? []).map((event) => toHops(event))
  })
}

interface EventFile {
  readonly events?: readonly RecordedEvent[]
}

interface RecordedEvent {
  readonly event: unknown
  readonly raw_base64?: string
  readonly msg_headers?: Readonly<Record<string, readonly string[]>> | null
}

function toHops({ event, raw_base64, msg_headers }: RecordedEvent): StoredTelemetry {
  const [encoding] = msg_headers?.['Content-Encoding'] ?? []
  const data = Buffer.from(raw_base64 ?? JSON.stringify(event), raw_base64 ? 'base64' : 'utf8')
  const isCompressed = raw_base64 !== undefined && encoding !== undefined
  return {
    subject: 'telemetry.hops',
    data,
    ...(isCompressed && { headers: [['Content-Encoding', [encoding]]] }),
  }
}
