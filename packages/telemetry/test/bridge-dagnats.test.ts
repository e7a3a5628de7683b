import { decodeLogs, decodeMetrics, decodeTraces, parseTracesJson } from '@hopscope/observe/otlp'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { aggregate, convert } from '../src/convert/index.ts'
import { consumerState, SETTLED, startFixture, type BridgeFixture } from './bridge-fixture.ts'
import type { CountingBackend } from './counting-backend.ts'
import { deadLetters } from './dead-letters.ts'
import { store } from './store-telemetry.ts'

test('each record of DagNats arrives as the OTLP that is expected, with poison in its batch', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 500 })
  const { backend } = fixture

  await storeAll(fixture, [...RECORDS, ...POISON])

  await settled(fixture)
  expect(sorted(spansIn(bodiesOf(backend, 'traces')))).toEqual(
    sorted(RECORDS.flatMap(expectedSpans)),
  )
  expect(sorted(logsIn(bodiesOf(backend, 'logs')))).toEqual(
    sorted(logsIn(convertedBodies('telemetry.logs.'))),
  )
  expect(sorted(metricsIn(bodiesOf(backend, 'metrics')))).toEqual(
    sorted(metricsIn(convertedBodies('telemetry.metrics.'))),
  )
  expect(fixture.bridge.figures().signals).toMatchObject({
    traces: { exported: 5 },
    logs: { exported: 5 },
    metrics: { exported: 9 },
  })
})

test('each poison of DagNats is a dead letter with its bytes and its reason', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 500 })

  await storeAll(fixture, [...RECORDS, ...POISON])

  await settled(fixture)
  const letters = await deadLetters(fixture.connection)
  const unreadable = [...RECORDS.filter(({ name }) => name === CUT_SHORT), ...POISON]
  expect(sorted(letters.map(({ data }) => Buffer.from(data).toString()))).toEqual(
    sorted(unreadable.map(({ data }) => data)),
  )
  expect(
    sorted(letters.map(({ subject, headers }) => `${subject}: ${headers['x-dead-letter-reason']}`)),
  ).toMatchInlineSnapshot(`
    [
      "telemetry-dlq.otlp-bridge.logs: undecodable: it is neither OTLP nor a record of DagNats for logs",
      "telemetry-dlq.otlp-bridge.logs: undecodable: its body is absent or empty",
      "telemetry-dlq.otlp-bridge.logs: undecodable: its timestamp is no time from 1970 on",
      "telemetry-dlq.otlp-bridge.traces: undecodable: it is empty",
      "telemetry-dlq.otlp-bridge.traces: undecodable: it is neither OTLP nor a record of DagNats for traces",
      "telemetry-dlq.otlp-bridge.traces: undecodable: it is no object of JSON, or not all of one",
      "telemetry-dlq.otlp-bridge.traces: undecodable: its kind is no kind of span",
      "telemetry-dlq.otlp-bridge.traces: undecodable: its parent_id is not 16 hex digits, or all zeros",
      "telemetry-dlq.otlp-bridge.traces: undecodable: its trace_id is not 32 hex digits, or all zeros",
      "telemetry-dlq.otlp-bridge.traces: undecodable: its trace_id is not 32 hex digits, or all zeros",
      "telemetry-dlq.otlp-bridge.unknown: undecodable: its subject is of no known signal",
    ]
  `)
})

interface FixtureRecord {
  readonly name: string
  readonly subject: string
  readonly data: string
  readonly otlp?: object
}

const RECORDS = readFixture('dagnats-records')
const POISON = readFixture('dagnats-poison')
/** The example of DagNats' documentation, whose ids nobody can read. */
const CUT_SHORT = 'A.doc.span'

function readFixture(name: string): readonly FixtureRecord[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'))
}

async function storeAll(
  { connection }: BridgeFixture,
  records: readonly FixtureRecord[],
): Promise<void> {
  await Promise.all(records.map(({ subject, data }) => store(connection, subject, [data])))
}

async function settled({ connection }: BridgeFixture): Promise<void> {
  for (const consumer of ['otlp-bridge-traces', 'otlp-bridge-logs', 'otlp-bridge-metrics']) {
    await expect.poll(() => consumerState(connection, consumer)).toEqual(SETTLED)
  }
}

function bodiesOf({ requests }: CountingBackend, signal: string): readonly Uint8Array[] {
  return requests.filter(({ path }) => path === `/v1/${signal}`).map(({ body }) => body)
}

function convertedBodies(subjects: string): readonly Uint8Array[] {
  return RECORDS.filter(({ subject }) => subject.startsWith(subjects)).flatMap((record) => {
    const stored = { subject: record.subject, data: Buffer.from(record.data) }
    const converted = convert(stored, { fallbackService: 'hopscope' })
    return 'body' in converted ? aggregate([converted]) : []
  })
}

function expectedSpans({ otlp }: FixtureRecord): readonly string[] {
  const traces = otlp && parseTracesJson(JSON.stringify(otlp))
  return (traces?.resourceSpans ?? []).flatMap(textsOfSpans)
}

function spansIn(bodies: readonly Uint8Array[]): readonly string[] {
  return bodies.flatMap((body) => (decodeTraces(body)?.resourceSpans ?? []).flatMap(textsOfSpans))
}

function textsOfSpans(spans: {
  readonly resource: { readonly attributes: object }
  readonly scopeSpans: readonly { readonly spans: readonly object[] }[]
}): readonly string[] {
  const { resource, scopeSpans } = spans
  return scopeSpans.flatMap((scope) => scope.spans.map((span) => text([resource.attributes, span])))
}

function logsIn(bodies: readonly Uint8Array[]): readonly string[] {
  return bodies.flatMap((body) =>
    (decodeLogs(body)?.resourceLogs ?? []).flatMap(({ resource, scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) =>
        logRecords.map((log) => text([resource.attributes, log])),
      ),
    ),
  )
}

function metricsIn(bodies: readonly Uint8Array[]): readonly string[] {
  return bodies.flatMap((body) =>
    (decodeMetrics(body)?.resourceMetrics ?? []).flatMap(({ resource, scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) =>
        metrics.map((metric) => text([resource.attributes, metric])),
      ),
    ),
  )
}

// Fields in whatever order are the same.
function text(value: unknown): string {
  return inspect(value, { depth: null, sorted: true, breakLength: Infinity })
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted((one, other) => (one < other ? -1 : Number(one > other)))
}
