import { expect, test } from 'vitest'
import { missingFacts, spanFact, withoutTwins, type Fact, type SpanFact } from '../src/fact.ts'
import { otlpFacts } from '../src/otlp-facts.ts'

test.each([
  ['trace', { traceId: 't2' }],
  ['id', { spanId: 's2' }],
  ['parent', { parentSpanId: 'p2' }],
  ['name', { name: 'n2' }],
  ['service', { service: 'x2' }],
])('a span that arrived with another %s is missing', (_, other) => {
  const expected = [spanFact(SPAN)]

  expect(missingFacts(expected, [spanFact({ ...SPAN, ...other })])).toEqual(expected)
})

test('a log record is no metric, though it reads the same', () => {
  const expected: readonly Fact[] = [{ signal: 'logs', text: 'a' }]

  expect(missingFacts(expected, [{ signal: 'metrics', text: 'a' }])).toEqual(expected)
})

test('a fact is expected once', () => {
  expect(withoutTwins([spanFact(SPAN), spanFact(SPAN)])).toEqual([spanFact(SPAN)])
})

test('OTLP JSON says what is checked of each signal', () => {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'x' } }] }
  const span = { traceId: 't', spanId: 's', parentSpanId: 'p', name: 'n' }
  const logRecord = { severityNumber: 17, body: { stringValue: 'late' }, traceId: 't', spanId: 's' }
  const metrics = [
    { name: 'count', sum: { dataPoints: [{ asInt: '3' }] } },
    { name: 'seconds', histogram: { dataPoints: [{ count: '2', sum: 0.5 }] } },
  ]

  const facts = otlpFacts({
    resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }],
    resourceLogs: [{ resource, scopeLogs: [{ logRecords: [logRecord] }] }],
    resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }],
  })

  expect(facts).toEqual([
    spanFact(SPAN),
    { signal: 'logs', traceId: 't', text: 'x, 17 late, t s' },
    { signal: 'metrics', text: 'x, count 3' },
    { signal: 'metrics', text: 'x, seconds 2 of 0.5 in all' },
  ])
})

const SPAN: SpanFact = { traceId: 't', spanId: 's', parentSpanId: 'p', name: 'n', service: 'x' }
