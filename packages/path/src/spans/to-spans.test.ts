import { hopSpanId } from '@hopscope/observe/hop'
import type { SpanData } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { parseTraceEvent } from '../event/parse-trace-event.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import { toSpans, type ToSpansOptions } from './to-spans.ts'

test('names the server as the resource of the spans', () => {
  expect(toSpans(event())?.resource.attributes).toEqual({
    'service.name': 'nats-server',
    'service.instance.id': 'ID1',
    'service.version': '2.15.1',
  })
})

test('gives no spans when the message has no valid traceparent', () => {
  expect(toSpans(event({ header: {} }))).toBeUndefined()
  expect(toSpans(event({ header: { traceparent: ['zz-nothex-nothex-01'] } }))).toBeUndefined()
})

test('takes the context it is given for a message without one', () => {
  const [hop] = spans(event({ header: {} }), { traceId: TRACE_ID, producerSpanId: PRODUCER })

  expect(hop).toMatchObject({ traceId: TRACE_ID, parentSpanId: PRODUCER })
})

test('makes the first hop the root of a trace that has no producer', () => {
  const [hop] = spans(event({ header: {} }), { traceId: TRACE_ID })

  expect(hop).not.toHaveProperty('parentSpanId')
})

test('prefers the first sampled traceparent of several', () => {
  const traceparent = [`00-${TRACE_ID}-1111111111111111-00`, TRACEPARENT]
  const [hop] = spans(event({ header: { traceparent } }))

  expect(hop?.parentSpanId).toBe(PRODUCER)
})

test('reads the name that servers 2.11 to 2.13 give the header', () => {
  const [hop] = spans(event({ header: { Xraceparent: [TRACEPARENT] } }))

  expect(hop?.parentSpanId).toBe(PRODUCER)
})

test('makes the hop of a client a child of the producer, and lasts until the last thing happened', () => {
  const [hop] = spans(event({ items: [eg({ ts: at(5) }), js({ ts: at(9) }), eg({ ts: at(6) })] }))

  expect(hop).toMatchObject({
    name: 'hop n1',
    kind: 'internal',
    spanId: hopSpanId(KEY),
    parentSpanId: PRODUCER,
    startTimeUnixNano: NOON,
    endTimeUnixNano: NOON + 9_000_000n,
    status: { code: 'unset' },
  })
  expect(hop?.attributes).not.toHaveProperty(['nats.trace.hop'])
})

test('makes a numbered hop a child of the hop before, on the server that the ingress names', () => {
  const [hop] = spans(event({ ingress: { kind: 1, name: 'n0' }, hop: '1.2' }))

  expect(hop?.parentSpanId).toBe(hopSpanId({ ...KEY, server: 'n0', hop: '1' }))
  expect(hop?.attributes).toMatchObject({ 'nats.trace.hop': '1.2' })
})

test('makes a forwarded reply a child of the hop of its own number, on the server that the ingress names', () => {
  const subj = '_GR_.1a2B3c.4d5E6f._INBOX.abc'
  const [hop] = spans(event({ ingress: { kind: 1, name: 'n0', subj }, hop: '1' }))

  expect(hop?.parentSpanId).toBe(
    hopSpanId({ ...KEY, server: 'n0', hop: '1', subject: '_INBOX.abc' }),
  )
})

test('marks a hop of which the way before is unknown, below the producer', () => {
  const [hop] = spans(event({ ingress: { kind: 1, name: 'n0' } }))

  expect(hop).toMatchObject({ parentSpanId: PRODUCER, attributes: { 'nats.trace.partial': true } })
})

test('tells messages of one context apart by their message ids', () => {
  const [hop] = spans(event({ header: { traceparent: [TRACEPARENT], 'Nats-Msg-Id': ['o-7'] } }))

  expect(hop?.spanId).toBe(hopSpanId({ ...KEY, messageId: 'o-7' }))
})

test('tells of a client that got the message by an event', () => {
  const [hop] = spans(
    event({ items: [eg({ name: 'warehouse', cid: 9, sub: 'orders.>', queue: 'q', acc: 'B' })] }),
  )

  expect(hop?.events).toEqual([
    {
      name: 'egress',
      timeUnixNano: NOON,
      attributes: {
        'nats.server.egress.kind': 'client',
        'nats.server.egress.name': 'warehouse',
        'nats.server.egress.cid': 9,
        'nats.server.egress.subscription': 'orders.>',
        'nats.server.egress.queue': 'q',
        'nats.server.egress.account': 'B',
      },
    },
  ])
})

test('tells of a server that is to report, and of why one will not, by an event', () => {
  const items = [
    eg({ kind: 2, name: 'n2', hop: '1' }),
    eg({ kind: 1, name: 'n3', hop: '2', error: 'Not delivered because of no echo' }),
  ]
  const [hop] = spans(event({ items }))

  expect(hop?.events.map(({ attributes }) => attributes)).toEqual([
    {
      'nats.server.egress.kind': 'gateway',
      'nats.server.egress.name': 'n2',
      'nats.server.egress.hop': '1',
    },
    {
      'nats.server.egress.kind': 'route',
      'nats.server.egress.name': 'n3',
      'nats.server.egress.hop': '2',
      'nats.server.egress.error': 'Not delivered because of no echo',
    },
  ])
})

test('fails the hop of a message that the server refused', () => {
  const error = 'Permissions Violation for Publish to "orders.new"'
  const [hop] = spans(event({ ingress: { error } }))

  expect(hop?.status).toEqual({ code: 'error', message: error })
})

test('makes a stream a child span from the ingress until it was stored', () => {
  const [hop, store] = spans(event({ items: [js({ ts: at(9), subject: 'orders.x' })] }))

  expect(store).toMatchObject({
    name: 'store ORDERS',
    spanId: hopSpanId({ ...KEY, part: 'store ORDERS' }),
    parentSpanId: hop?.spanId,
    startTimeUnixNano: NOON,
    endTimeUnixNano: NOON + 9_000_000n,
    attributes: {
      'messaging.destination.name': 'orders.x',
      'messaging.nats.stream.name': 'ORDERS',
      'messaging.nats.store.outcome': 'stored',
    },
    status: { code: 'unset' },
  })
  expect(store?.attributes).not.toHaveProperty(['nats.server.name'])
})

test.each([
  [{ subject: 'a' }, 'stored', 'unset'],
  [{}, 'unknown', 'unset'],
  [{ error: 'msgid is duplicate' }, 'duplicate', 'unset'],
  [{ error: 'last sequence mismatch: 99 vs 1' }, 'rejected', 'error'],
  [{ subject: 'a', error: 'maximum messages exceeded' }, 'rejected', 'error'],
  [{ nointerest: true }, 'no interest', 'unset'],
])('tells of a stream with %j that it %s', (fields, outcome, code) => {
  const [, store] = spans(event({ items: [js({ subject: undefined, ...fields })] }))

  expect(store?.attributes['messaging.nats.store.outcome']).toBe(outcome)
  expect(store?.status.code).toBe(code)
})

test('gives two streams of one name on one server spans of their own', () => {
  const ids = spans(event({ items: [js({}), js({})] })).map(({ spanId }) => spanId)

  expect(new Set(ids).size).toBe(3)
})

test('makes each further subject a child span, under the id that the next server looks for', () => {
  const items = [
    { type: 'si', ts: at(1), acc: 'B', from: 'orders.new', to: 'svc.add' },
    { type: 'si', ts: at(2), acc: 'C', from: 'svc.add', to: 'svc.add' },
    eg({ ts: at(3), kind: 1, name: 'n2', hop: '1' }),
  ]
  const [hop, mapping, ...more] = spans(event({ items }))
  const [next] = spans(event({ ingress: { kind: 1, name: 'n1', subj: 'svc.add' }, hop: '1' }))

  expect(mapping).toMatchObject({ name: 'map svc.add', parentSpanId: hop?.spanId })
  expect(more).toEqual([])
  expect(next?.parentSpanId).toBe(mapping?.spanId)
})

test('gives an account crossed without a new subject an event and no span', () => {
  const items = [{ type: 'se', ts: at(1), acc: 'B', to: 'orders.new' }]
  const [hop, ...more] = spans(event({ items }))

  expect(hop?.events).toMatchObject([{ name: 'stream export' }])
  expect(more).toEqual([])
})

test('marks every span of a dry run', () => {
  const header = { traceparent: [TRACEPARENT], 'Nats-Trace-Dest': ['t'], 'Nats-Trace-Only': ['1'] }
  const marks = spans(event({ header, items: [js({})] })).map(
    ({ attributes }) => attributes['nats.trace.dry_run'],
  )

  expect(marks).toEqual([true, true])
})

test('gives no value of a header away unless it is asked for', () => {
  const header = {
    traceparent: [TRACEPARENT],
    Authorization: ['Bearer s3cret'],
    'X-Tenant': ['t1'],
  }
  const [hop] = spans(event({ header }))
  const [asked] = spans(event({ header }), { headers: ['x-tenant', 'x-absent'] })

  expect(Object.keys(hop?.attributes ?? {}).filter((key) => key.includes('header'))).toEqual([])
  expect(asked?.attributes['messaging.header.x-tenant']).toEqual(['t1'])
  expect(JSON.stringify(asked?.attributes)).not.toContain('s3cret')
})

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const PRODUCER = '00f067aa0ba902b7'
const TRACEPARENT = `00-${TRACE_ID}-${PRODUCER}-01`
const NOON = 1_795_262_400_000_000_000n
const KEY = {
  traceId: TRACE_ID,
  producerSpanId: PRODUCER,
  server: 'n1',
  hop: '',
  subject: 'orders.new',
}

interface Fields {
  readonly header?: Readonly<Record<string, readonly string[]>>
  readonly hop?: string
  readonly ingress?: Readonly<Record<string, unknown>>
  readonly items?: readonly object[]
}

function event(fields: Fields = {}): TraceEvent {
  const { header = { traceparent: [TRACEPARENT] }, hop, ingress = {}, items = [] } = fields
  const parsed = parseTraceEvent({
    server: { name: 'n1', id: 'ID1', ver: '2.15.1' },
    request: { header: hop === undefined ? header : { ...header, 'Nats-Trace-Hop': [hop] } },
    events: [{ type: 'in', ts: at(0), kind: 0, subj: 'orders.new', ...ingress }, ...items],
  })
  if (parsed === undefined) throw new Error('the event of this test is none')
  return parsed
}

function eg(fields: object): object {
  return { type: 'eg', ts: at(0), kind: 0, ...fields }
}

function js(fields: object): object {
  return { type: 'js', ts: at(0), stream: 'ORDERS', subject: 'orders.new', ...fields }
}

function at(ms: number): string {
  return `2026-11-21T12:00:00.${String(ms).padStart(3, '0')}Z`
}

function spans(from: TraceEvent, options?: ToSpansOptions): readonly SpanData[] {
  return toSpans(from, options)?.scopeSpans.flatMap((scope) => scope.spans) ?? []
}
