import type { SpanData } from '@hopscope/observe/otlp'
import { decodeTelemetry } from '@hopscope/telemetry'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toJaeger } from '../src/exchange/export/to-jaeger.ts'
import { readImport } from '../src/exchange/import/read-import.ts'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { span, traceIdOf } from './index-spans.ts'
import { ask } from './index-telemetry.ts'

test('a document of several signals is read as a whole', () => {
  const text = '{"resourceSpans":[],"resourceLogs":[],"resourceMetrics":[]}'

  expect(subjectsOf(text)).toEqual([
    'telemetry.spans.imported.batch',
    'telemetry.logs.imported.unspecified',
    'telemetry.metrics.imported.batch',
  ])
})

test.each(['\n  ', '\r\n\t', '\n\n '])('lines with %j between them are lines', (between) => {
  const line = '{"resourceSpans":[]}'

  expect(subjectsOf(`${line}${between}${line}`)).toHaveLength(2)
})

test.each(['[{"resourceSpans":[]},{"other":1}]', '{"resourceSpans":[]}\n{"other":1}'])(
  'a document that is no trace is not passed over: %s',
  (text) => {
    expect(() => subjectsOf(text)).toThrow(/^(document 2 of the list|line 2) is no trace$/)
  },
)

test('what a status that is no error says survives Jaeger', () => {
  const status = { code: 'ok', message: 'fine' } as const

  expect(throughJaeger(span(1, 1, { status }))?.status).toEqual(status)
})

test('an attribute that says which error it was survives Jaeger, and so does the error', () => {
  const failed = span(1, 1, { status: { code: 'error' }, attributes: { error: 'timeout' } })

  expect(throughJaeger(failed)).toMatchObject({
    attributes: { error: 'timeout' },
    status: { code: 'error' },
  })
})

test('the traces that the status counts are those that a list can have', async () => {
  await using index = await openTraceIndex()
  const logRecords = [{ traceId: traceIdOf(7), timeUnixNano: '1', body: { stringValue: 'x' } }]
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }

  await index.add(readImport(Buffer.from(JSON.stringify(logs))))

  expect(await ask(index, { type: 'index-status' })).toMatchObject({ traces: 0, logs: 1 })
})

test.each(['9007199254740993', '-9223372036854775808'])(
  'an int of Jaeger that is written as the number %s keeps its last digit',
  (value) => {
    const tag = `{"key":"n","type":"int64","value":${value}}`
    const spans = `[{"traceID":"1","spanID":"2","processID":"p","tags":[${tag}]}]`
    const [record] = readImport(Buffer.from(`{"data":[{"spans":${spans},"processes":{"p":{}}}]}`))

    expect(record && decodeTelemetry(record)).toMatchObject([
      { scopeSpans: [{ spans: [{ attributes: { n: BigInt(value) } }] }] },
    ])
  },
)

test('an int of OTLP that is written as a number keeps its last digit in a list of documents', () => {
  const attributes = '[{"key":"n","value":{"intValue": 9007199254740993}}]'
  const ids = '"traceId":"a0000000000000000000000000000001","spanId":"b000000000000001"'
  const spans = `[{${ids},"name":"x","attributes":${attributes}}]`
  const [record] = readImport(
    Buffer.from(`[{"resourceSpans":[{"scopeSpans":[{"spans":${spans}}]}]}]`),
  )

  expect(record && decodeTelemetry(record)).toMatchObject([
    { scopeSpans: [{ spans: [{ attributes: { n: 9_007_199_254_740_993n } }] }] },
  ])
})

test('a dry run that was saved is told as a dry run, of which nothing is missing', async () => {
  await using index = await openTraceIndex()
  const file = readFileSync(new URL('fixtures/saved-dry-run.json', import.meta.url))
  const { traceIds } = await index.add(readImport(file))
  const [traceId = ''] = traceIds

  const { verdict, summary } = await ask(index, { type: 'trace', traceId })
  const journey = await ask(index, { type: 'journey', traceId })

  expect(verdict).toMatch(/; traced without being delivered$/)
  expect(summary.flags).toEqual(['dead-letter', 'dry-run'])
  expect(journey).toMatchObject({
    messages: [
      {
        subject: 'dlq.jobs',
        publisher: 'hopscope',
        isDryRun: true,
        stores: [{ stream: 'JOBS_DLQ', outcome: 'would store' }],
      },
    ],
  })
})

function subjectsOf(text: string): readonly string[] {
  return readImport(Buffer.from(text)).map(({ subject }) => subject)
}

function throughJaeger(given: SpanData): SpanData | undefined {
  const scopeSpans = [{ scope: { name: '' }, spans: [given] }]
  const resource = { attributes: { 'service.name': 'shop' } }
  const file = toJaeger(given.traceId, [{ resource, scopeSpans }])
  const [record] = readImport(Buffer.from(JSON.stringify(file)))
  return record && decodeTelemetry(record)?.[0]?.scopeSpans[0]?.spans[0]
}
