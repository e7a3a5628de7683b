import { expect, test } from 'vitest'
import { fromStream, handle, hop, idOf, nanos, publish, work } from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import { scenarioNames, scenarioSpans } from '../../test/server-scenario.ts'
import { ROW_FLAGS, ROW_ROLES, type TraceView } from '../api/trace-view.ts'
import { toTraceView } from './to-trace-view.ts'

test('the recorded order has every server between checkout and warehouse, and what came of it', () => {
  const view = toTraceView(recordedOrder())

  expect(drawn(view).slice(13)).toMatchInlineSnapshot(`
    [
      "  producer publish orders.new (ORDERS #1)",
      "    hop-client hop C3L3 (client)",
      "      hop-leafnode hop C3N2 (leaf node → C3)",
      "        hop-gateway hop C1N1 (gateway C3 → C1)",
      "          hop-route hop C1N3 (route)",
      "            hop-leafnode hop C1L2 (leaf node)",
      "              consumer process orders.>",
      "        hop-route hop C3N3 (route)",
      "          store store ORDERS (stored)",
      "            consumer process orders.> (attempt 1, nak, no such address)",
      "              work book carrier (no such address)",
      "            consumer process orders.> (attempt 2, nak, no such address)",
      "              work book carrier (no such address)",
      "            consumer process orders.> (attempt 3, term, no such address)",
      "              work book carrier (no such address)",
      "              producer publish orders-dlq.new (ORDERS_DLQ #1)",
      "                hop-client hop C3N1 (client, cluster C3)",
      "                  hop-route hop C3N3 (route)",
      "                    store store ORDERS_DLQ (stored)",
      "        hop-gateway hop C2N2 (gateway C3 → C2)",
      "          hop-route hop C2N3 (route)",
      "            consumer process orders.new",
      "              work reserve stock",
    ]
  `)
})

test('the verdict tells where the time of the recorded order went, and why it ended', () => {
  expect(toTraceView(recordedOrder()).verdict).toMatchInlineSnapshot(
    `"217 ms: 68 % waiting in ORDERS, 13 % fulfilment handler; attempt 3 of fulfilment gave up: no such address"`,
  )
})

test('the time of the recorded order is shared out, all of it', () => {
  const { time, durationNs } = toTraceView(recordedOrder())

  expect(time.map(({ kind, of }) => [kind, of].join(' ').trim())).toMatchInlineSnapshot(`
    [
      "stream ORDERS",
      "handler fulfilment",
      "client checkout",
      "handler payments",
      "delivery payments",
      "work checkout",
      "client fulfilment",
      "server",
      "link",
      "client payments",
    ]
  `)
  expect(time.reduce((sum, share) => sum + share.durationNs, 0)).toBe(durationNs)
})

test('the critical path of the recorded order goes through its three attempts to its dead letter', () => {
  const view = toTraceView(recordedOrder())
  const names = view.criticalPath.map(({ row }) => nameOf(view, row))

  expect(names.slice(names.indexOf('publish orders.new'))).toMatchInlineSnapshot(`
    [
      "publish orders.new",
      "hop C3L3",
      "hop C3N2",
      "store ORDERS",
      "process orders.>",
      "book carrier",
      "process orders.>",
      "process orders.>",
      "book carrier",
      "process orders.>",
      "process orders.>",
      "book carrier",
      "process orders.>",
      "publish orders-dlq.new",
      "hop C3N1",
      "store ORDERS_DLQ",
      "publish orders-dlq.new",
      "process orders.>",
    ]
  `)
})

test('attempts of a recorded order are told by their flags', () => {
  const { rows } = toTraceView(recordedOrder())
  const { redelivered, deadLetter, error } = ROW_FLAGS
  const has = (flag: number): number => rows.flags.filter((flags) => (flags & flag) > 0).length

  expect({ redelivered: has(redelivered), deadLetter: has(deadLetter), error: has(error) }).toEqual(
    {
      redelivered: 2,
      deadLetter: 2,
      error: 6,
    },
  )
})

test('the wait of a message in a stream, and between its attempts, are gaps', () => {
  const { gaps } = toTraceView(recordedOrder())

  expect(gaps.filter(({ kind }) => kind === 'stream').map(({ label }) => label)).toEqual([
    'waiting in ORDERS',
    'back-off after attempt 1',
    'back-off after attempt 2',
  ])
})

test('a message that was not settled comes again after the ack wait', () => {
  const { gaps } = toTraceView([
    publish('order', { end: 2 }),
    handle('first', { parent: 'order', start: 3, end: 5, attributes: fromStream(1) }),
    handle('second', { parent: 'order', start: 35, end: 36, attributes: fromStream(2) }),
  ])

  expect(gaps.at(-1)).toMatchObject({ label: 'ack wait after attempt 1', durationNs: 30e6 })
})

test('a span whose parent has not come is below a row that stands for it', () => {
  const view = toTraceView([
    work('child', { parent: 'nobody' }),
    work('other', { parent: 'nobody' }),
  ])

  expect(drawn(view)).toEqual([
    'missing missing span (has not arrived)',
    '  work child',
    '  work other',
  ])
  expect(view.rows.spanIds.slice(0, 16)).toBe('0'.repeat(16))
  expect(view.summary.flags).toEqual(['missing-spans'])
})

test('a server that did not report is below the one that sent the message there', () => {
  const view = toTraceView([publish('order'), hop('n1', { parent: 'order', events: [SENT_ON] })])

  expect(drawn(view)).toEqual([
    'producer order',
    '  hop-route n1 (route)',
    '    missing hop n2 (did not report)',
  ])
})

test('what came of a server that did not report is below the row that stands for it', () => {
  const view = toTraceView([
    publish('order'),
    hop('n1', { parent: 'order', events: [SENT_ON], attributes: PRODUCER }),
    hop('n3', { parent: 'hop n2', start: 2, attributes: { ...PRODUCER, 'nats.trace.hop': '1.1' } }),
  ])

  expect(drawn(view)).toEqual([
    'producer order',
    '  hop-route n1 (route)',
    '    missing hop n2 (did not report)',
    '      hop-route n3 (route)',
  ])
})

test('a message that came before it was sent is told of, and not moved', () => {
  const { gaps, rows } = toTraceView([
    hop('n1', { start: 8, end: 10 }),
    hop('n2', { parent: 'n1', start: 4, end: 5 }),
  ])

  expect(gaps).toEqual([
    { kind: 'unknown', row: 1, startNs: 0, durationNs: 0, label: 'clocks differ by 6 ms or more' },
  ])
  expect(rows.starts).toEqual([4e6, 0])
})

test('the verdict says of time that is none that clocks differ', () => {
  const { verdict } = toTraceView([
    publish('order', { start: 180_000 }),
    handle('ship', { parent: 'order', start: 0 }),
  ])

  expect(verdict).toBe('3 min: 100 % that cannot be told, since clocks differ by 3 min or more')
})

test('clocks that differ by little do not explain a long time of which nothing is known', () => {
  const { verdict } = toTraceView([
    work('before', { start: 0 }),
    publish('order', { start: 180_000 }),
    handle('ship', { parent: 'order', start: 179_999, end: 180_000 }),
  ])

  expect(verdict).toContain('100 % that no span tells of')
})

test('rows beyond the limit are counted, and those that are left have their parents', () => {
  const spans = Array.from({ length: 50 }, (_, index) =>
    work(`s${index}`, { start: index, ...(index > 0 && { parent: `s${index - 1}` }) }),
  )
  const { rows, omittedSpans, summary } = toTraceView(spans, { maxRows: 20 })

  expect(rows.parents).toEqual(Array.from({ length: 20 }, (_, index) => index - 1))
  expect({ omittedSpans, spanCount: summary.spanCount }).toEqual({
    omittedSpans: 30,
    spanCount: 50,
  })
})

test('a chain of ten thousand spans is a view as any other', () => {
  const spans = Array.from({ length: 10_000 }, (_, index) =>
    work(`${index}`, {
      start: index,
      end: 20_000 - index,
      ...(index > 0 && { parent: `${index - 1}` }),
    }),
  )
  const { rows, time, durationNs } = toTraceView(spans)

  expect(rows.parents.at(-1)).toBe(9998)
  expect(time).toEqual([{ kind: 'work', of: 'shop', durationNs }])
})

test('a trace whose parents make a circle has all of its spans', () => {
  const view = toTraceView([work('a', { parent: 'b' }), work('b', { parent: 'a' })])

  expect(drawn(view)).toHaveLength(2)
  expect(view.rows.parents).toEqual([-1, 0])
})

test('a span that never got a start does not make the trace begin in 1970', () => {
  const unset = work('unset')
  const view = toTraceView([
    work('a', { start: 5, end: 9 }),
    { ...unset, span: { ...unset.span, startTimeUnixNano: 0n, endTimeUnixNano: 0n } },
  ])

  expect({ startUnixNano: view.startUnixNano, durationNs: view.durationNs }).toEqual({
    startUnixNano: String(nanos(5)),
    durationNs: 4e6,
  })
})

test('no spans are an empty view', () => {
  expect(toTraceView([])).toMatchObject({ verdict: '0 ms', durationNs: 0, time: [], gaps: [] })
})

test('what failed and went well at the next attempt is no failure', () => {
  const { verdict } = toTraceView([
    publish('order', { end: 2 }),
    handle('first', {
      parent: 'order',
      start: 3,
      end: 5,
      attributes: fromStream(1),
      status: { code: 'error', message: 'try again' },
    }),
    handle('second', { parent: 'order', start: 9, end: 12, attributes: fromStream(2) }),
  ])

  expect(verdict).toMatch(/; attempt 2 of shop went well$/)
})

test.each(scenarioNames())('the hops of %s are rows below each other', (name) => {
  const spans = scenarioSpans(name)
  const { rows, summary, time, durationNs } = toTraceView(spans)

  expect(rows.parents.length).toBeGreaterThanOrEqual(summary.spanCount)
  expect(time.reduce((sum, share) => sum + share.durationNs, 0)).toBe(durationNs)
})

const SENT_ON = {
  name: 'egress',
  timeUnixNano: nanos(1),
  attributes: {
    'nats.server.egress.kind': 'route',
    'nats.server.egress.name': 'n2',
    'nats.server.egress.hop': '1',
  },
}
const PRODUCER = { 'nats.trace.producer': idOf('order') }

function nameOf({ strings, rows }: TraceView, row: number): string {
  return strings[rows.names[row] ?? 0] ?? ''
}

function drawn(view: TraceView): readonly string[] {
  const { rows, strings } = view
  const depths: number[] = []
  return rows.parents.map((parent, row) => {
    depths.push((depths[parent] ?? -1) + 1)
    const detail = strings[rows.details[row] ?? 0]
    const role = ROW_ROLES[rows.roles[row] ?? 0]
    return `${'  '.repeat(depths[row] ?? 0)}${role} ${nameOf(view, row)}${detail === '' ? '' : ` (${detail})`}`
  })
}
