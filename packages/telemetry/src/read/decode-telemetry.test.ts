import { encodeTraces } from '@hopscope/observe/otlp'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeTelemetry } from './decode-telemetry.ts'

test('spans of both generations of DagNats are read, with the service they are of', () => {
  const v1 = {
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'b7ad6b7169203331',
    name: 'worker.executeTask',
    service: 'worker.main',
    start_time: '2024-01-15T10:30:00Z',
    end_time: '2024-01-15T10:30:01.234Z',
  }
  const today = {
    traceId: 'CvdlGRbNQ92ESOshHIAxnA==',
    spanId: 't61rcWkgMzE=',
    name: 'executeTask build',
    startTimeUnixNano: '1705314600000000000',
    status: {},
  }

  expect(decodeTelemetry(stored(v1))).toMatchObject([
    {
      resource: { attributes: { 'service.name': 'worker.main' } },
      scopeSpans: [{ spans: [{ traceId: TRACE_ID, endTimeUnixNano: 1_705_314_601_234_000_000n }] }],
    },
  ])
  expect(decodeTelemetry(stored(today))).toMatchObject([
    {
      resource: { attributes: { 'service.name': 'worker' } },
      scopeSpans: [{ spans: [{ traceId: TRACE_ID, spanId: 'b7ad6b7169203331' }] }],
    },
  ])
})

test('compressed spans are read', () => {
  const resourceSpans = [{ resource: { attributes: { 'service.name': 'shop' } }, scopeSpans: [] }]
  const headers = [
    ['Content-Type', ['application/x-protobuf']],
    ['Content-Encoding', ['gzip']],
  ] as const
  const data = gzipSync(encodeTraces({ resourceSpans }))

  expect(decodeTelemetry({ subject: 'telemetry.spans.shop.batch', data, headers })).toMatchObject(
    resourceSpans,
  )
})

test('what is of another signal, or cannot be read, is no spans', () => {
  expect(decodeTelemetry(stored({}))).toBeUndefined()
  expect(decodeTelemetry({ ...stored({}), subject: 'telemetry.logs.worker.info' })).toBeUndefined()
})

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'

function stored(record: object) {
  return { subject: 'telemetry.spans.worker.run', data: Buffer.from(JSON.stringify(record)) }
}
