import { Double } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { idOf, nanos, TRACE_ID, work } from '../../test/build-span.ts'
import { toSpanDetail } from './span-detail.ts'

test('times are texts, since they exceed what a number holds', () => {
  const { startUnixNano, endUnixNano } = toSpanDetail(work('a', { start: 1, end: 2 }))

  expect([startUnixNano, endUnixNano]).toEqual([String(nanos(1)), String(nanos(2))])
})

test.each([
  ['text', 'string', 'text'],
  ['12', 'int', 12],
  ['1152921504606846976', 'int', 2n ** 60n],
  ['1.5', 'double', 1.5],
  ['2', 'double', new Double(2)],
  ['true', 'boolean', true],
  ['01ff', 'bytes', Uint8Array.of(1, 255)],
  ['[1,"a","2"]', 'list', [1, 'a', 2n]],
  ['{"a":["07"]}', 'map', { a: [Uint8Array.of(7)] }],
  ['', 'string', null],
] as const)('an attribute is shown as %s, with its type, %s', (text, type, value) => {
  const { attributes } = toSpanDetail(work('a', { attributes: { key: value } }))

  expect(attributes).toEqual([{ key: 'key', value: text, type }])
})

test('a long value is shortened, tells its length, and has no half of a character', () => {
  const { attributes } = toSpanDetail(
    work('a', { attributes: { key: `${'x'.repeat(4095)}🚀end` } }),
  )

  expect(attributes).toEqual([
    { key: 'key', value: 'x'.repeat(4095), type: 'string', length: 4100 },
  ])
})

test('a link has the name and service of its other end, if that is known', () => {
  const links = ['b', 'c'].map((id) => ({ traceId: TRACE_ID, spanId: idOf(id), attributes: {} }))
  const detail = toSpanDetail(work('a', { links }), {
    find: (_traceId, spanId) =>
      spanId === idOf('b') ? work('b', { service: 'other' }) : undefined,
  })

  expect(detail.links).toEqual([
    { traceId: TRACE_ID, spanId: idOf('b'), name: 'b', service: 'other', attributes: [] },
    { traceId: TRACE_ID, spanId: idOf('c'), attributes: [] },
  ])
})

test('what was dropped is counted together', () => {
  const { span, ...rest } = work('a')
  const dropped = { droppedAttributesCount: 1, droppedEventsCount: 2, droppedLinksCount: 4 }

  expect(toSpanDetail({ ...rest, span: { ...span, ...dropped } }).droppedCount).toBe(7)
})
