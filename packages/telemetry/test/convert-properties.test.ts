import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  formatLogsJson,
  formatMetricsJson,
  formatTracesJson,
} from '@hopscope/observe/otlp'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { convert, type Converted } from '../src/convert/index.ts'

test('bytes of any kind are converted or refused with a reason, and nothing is thrown', () => {
  fc.assert(
    fc.property(subjects(), headers(), anyBytes(), (subject, carrier, data) => {
      expect(kindOf(convert({ subject, data, headers: carrier }, OPTIONS))).not.toBe('neither')
    }),
    { numRuns: 3000 },
  )
})

test("OpenTelemetry's own code reads whatever a record in JSON becomes", () => {
  fc.assert(
    fc.property(subjects(), mutatedRecords(), (subject, text) => {
      const converted = convert({ subject, data: Buffer.from(text) }, OPTIONS)

      expect(kindOf(converted)).not.toBe('neither')
      expect(() => decodeOfficially(converted)).not.toThrow()
    }),
    { numRuns: 5000 },
  )
})

test.each(recordTexts())("OpenTelemetry's own code reads what %s becomes", (_, subject, text) => {
  const converted = convert({ subject, data: Buffer.from(text) }, OPTIONS)

  expect('body' in converted).toBe(true)
  expect(decodeOfficially(converted)).not.toEqual({})
})

const OPTIONS = { fallbackService: 'hopscope' }

interface FixtureRecord {
  readonly name: string
  readonly subject: string
  readonly data: string
}

function records(): readonly FixtureRecord[] {
  const file = new URL('fixtures/dagnats-records.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

function recordTexts(): readonly (readonly [name: string, subject: string, text: string])[] {
  return records()
    .filter(({ name }) => name !== 'A.doc.span')
    .map(({ name, subject, data }) => [name, subject, data])
}

function subjects(): fc.Arbitrary<string> {
  return fc.constantFrom(
    'telemetry.spans.s.r',
    'telemetry.logs.s.info',
    'telemetry.metrics.s.n',
    'telemetry.hops',
  )
}

function headers() {
  const type = fc.constantFrom('application/x-protobuf', 'application/json', 'text/plain')
  const encoding = fc.constantFrom('gzip', 'snappy', 'br', 'identity')
  const entry = fc.oneof(
    type.map((value) => ['Content-Type', [value]] as const),
    encoding.map((value) => ['Content-Encoding', [value]] as const),
  )
  return fc.array(entry, { maxLength: 2 })
}

function anyBytes(): fc.Arbitrary<Uint8Array> {
  const text = fc.oneof(fc.json(), mutatedRecords(), fc.string())
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    text.map((each) => Buffer.from(each)),
  )
}

// Records of DagNats, and what they are in OTLP, in which one value, at any depth, is another.
function mutatedRecords(): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(-1, 1e300, 2 ** 40, '', '2024-01-15T10:30:00Z', '0001-01-01T00:00:00Z', null),
    fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(Number),
  )
  const record = fc.constantFrom(...records().flatMap(withOtlpJson))
  return fc
    .tuple(record, fc.nat({ max: 90 }), value)
    .map(([text, at, other]) => replaced(text, at, other))
}

function withOtlpJson({ subject, data }: FixtureRecord): readonly string[] {
  const converted = convert({ subject, data: Buffer.from(data) }, OPTIONS)
  if (!('body' in converted)) return [data]
  const { body, signal } = converted
  const traces = signal === 'traces' && decodeTraces(body)
  const logs = signal === 'logs' && decodeLogs(body)
  const metrics = signal === 'metrics' && decodeMetrics(body)
  return [
    data,
    ...(traces ? [formatTracesJson(traces)] : []),
    ...(logs ? [formatLogsJson(logs)] : []),
    ...(metrics ? [formatMetricsJson(metrics)] : []),
  ]
}

function replaced(text: string, at: number, other: unknown): string {
  let index = 0
  return JSON.stringify(JSON.parse(text), (_, value: unknown) => (index++ === at ? other : value))
}

function kindOf(converted: Converted): string {
  if ('body' in converted) return 'request'
  if ('nothing' in converted) return 'nothing'
  return converted.undecodable === '' ? 'neither' : 'undecodable'
}

function decodeOfficially(converted: Converted): unknown {
  if (!('body' in converted)) return undefined
  const request = REQUESTS[converted.signal]
  return request.toObject(request.decode(converted.body), { longs: String, bytes: String })
}

/** What protobufjs generates for a message of OTLP's definitions. */
interface Message {
  decode(bytes: Uint8Array): object
  toObject(message: object, options: object): object
}

interface Definitions {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Message } }
        readonly logs: { readonly v1: { readonly ExportLogsServiceRequest: Message } }
        readonly metrics: { readonly v1: { readonly ExportMetricsServiceRequest: Message } }
      }
    }
  }
}

const { collector } = (
  createRequire(import.meta.url)('otlp-definitions/build/src/generated/root.js') as Definitions
).opentelemetry.proto

const REQUESTS = {
  traces: collector.trace.v1.ExportTraceServiceRequest,
  logs: collector.logs.v1.ExportLogsServiceRequest,
  metrics: collector.metrics.v1.ExportMetricsServiceRequest,
}
