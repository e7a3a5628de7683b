import { expect, test } from 'vitest'
import { decodeTraces } from './decode-traces.ts'
import {
  encodeEventAttributes,
  encodeKey,
  encodeSource,
  encodeSpanAttributes,
} from './encode-source.ts'
import { encodeTraces } from './encode-traces.ts'
import type { ResourceSpans, SpanData } from './model.ts'
import { TraceWriter, type Utf8Slice } from './trace-writer.ts'

const RESOURCE = { attributes: { 'service.name': 'nats-server' } }
const SCOPE = { name: 'scope', version: '1' }
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

test('writes the bytes that encodeTraces writes', () => {
  const writer = new TraceWriter(1024)
  writeSpan(writer, 'n1')

  expect(writer.finish()).toEqual(encodeTraces({ resourceSpans: [spansOf('n1')] }))
})

test('writes a span that is shorter or longer than most', () => {
  const long = 'n'.repeat(20_000)
  const writer = new TraceWriter(1)
  writeSpan(writer, '')
  writeSpan(writer, long)

  expect(writer.finish()).toEqual(encodeTraces({ resourceSpans: [spansOf(''), spansOf(long)] }))
})

test('leaves out of a span what is zero or empty', () => {
  const writer = new TraceWriter(1024)
  writer.openSource(encodeSource({ attributes: {} }, { name: '' }))
  writer.openSpan(bytesOf(TRACE_ID), { high: 1, low: 2 })
  writer.kindAndTimes('unspecified', 0n, 0n)
  writer.openEvent('', 0n)
  writer.closeEvent()
  writer.closeSpan(0)
  writer.closeSource()
  const written = writer.finish()
  const read = decodeTraces(written)

  expect(read?.resourceSpans[0]?.scopeSpans[0]?.spans[0]).toMatchObject({
    traceId: TRACE_ID,
    spanId: '0000000100000002',
    name: '',
  })
  expect(read && encodeTraces(read)).toEqual(written)
})

test('takes up whole requests', () => {
  const request = encodeTraces({ resourceSpans: [spansOf('n2')] })
  const writer = new TraceWriter(1024)
  writeSpan(writer, 'n1')
  writer.request(request)

  expect(writer.finish()).toEqual(encodeTraces({ resourceSpans: [spansOf('n1'), spansOf('n2')] }))
})

/** Writes what {@link spansOf} has. */
function writeSpan(writer: TraceWriter, server: string): void {
  writer.openSource(encodeSource(RESOURCE, SCOPE))
  writer.openSpan(bytesOf(TRACE_ID), { high: 0x00f067aa, low: -1 }, { high: -2, low: 0 })
  writer.name(new TextEncoder().encode('hop '), slice(`-${server}-`))
  writer.kindAndTimes('internal', 1n, -1n)
  writer.attributes(encodeSpanAttributes({ 'messaging.system': 'nats' }))
  writer.text(encodeKey('nats.server.name'), slice(`-${server}-`))
  writer.attribute(encodeKey('cid'), 7)
  writer.attribute(encodeKey('account'), 'größe')
  writer.openEvent('egress', 2n)
  writer.attributes(encodeEventAttributes({ kind: 'route' }))
  writer.text(encodeKey('name'), slice(`-${server}-`))
  writer.attribute(encodeKey('cid'), 2 ** 40)
  writer.closeEvent()
  writer.closeSpan(0x301)
  writer.closeSource()
}

/** A slice between the first byte and the last. */
function slice(text: string): Utf8Slice {
  const bytes = new TextEncoder().encode(text)
  return { bytes, start: 1, end: bytes.length - 1 }
}

function spansOf(server: string): ResourceSpans {
  const span: SpanData = {
    traceId: TRACE_ID,
    spanId: '00f067aaffffffff',
    parentSpanId: 'fffffffe00000000',
    name: `hop ${server}`,
    kind: 'internal',
    startTimeUnixNano: 1n,
    endTimeUnixNano: -1n,
    attributes: {
      'messaging.system': 'nats',
      'nats.server.name': server,
      cid: 7,
      account: 'größe',
    },
    events: [
      {
        name: 'egress',
        timeUnixNano: 2n,
        attributes: { kind: 'route', name: server, cid: 2 ** 40 },
      },
    ],
    links: [],
    status: { code: 'unset' },
    flags: 0x301,
  }
  return { resource: RESOURCE, scopeSpans: [{ scope: SCOPE, spans: [span] }] }
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}
