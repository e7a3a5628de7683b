import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import { flatten } from '@hopscope/path'
import { expect, test } from 'vitest'
import { toTraceData } from './to-trace-data.ts'

test('gives spans back with the scopes they were recorded with, versions included', () => {
  const recorded: readonly ResourceSpans[] = [
    {
      resource: { attributes: { 'service.name': 'checkout' } },
      scopeSpans: [
        { scope: { name: '@hopscope/nats', version: '0.1.0' }, spans: [span('1'), span('2')] },
        { scope: { name: '@hopscope/nats', version: '0.2.0' }, spans: [span('3')] },
        { scope: { name: 'checkout' }, spans: [span('4')] },
      ],
    },
    {
      resource: { attributes: { 'service.name': 'payments' } },
      scopeSpans: [{ scope: { name: '@hopscope/nats', version: '0.1.0' }, spans: [span('5')] }],
    },
  ]

  expect(toTraceData([...flatten(recorded)])).toEqual({ resourceSpans: recorded })
})

function span(digit: string): SpanData {
  return {
    traceId: 'a'.repeat(32),
    spanId: digit.repeat(16),
    name: `span ${digit}`,
    kind: 'internal',
    startTimeUnixNano: BigInt(digit),
    endTimeUnixNano: 10n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
  }
}
