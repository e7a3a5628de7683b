import { expect, test } from 'vitest'
import { handle, hop, nanos, publish } from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import { toTraceMap } from './to-trace-map.ts'

test('the recorded order was stored beside the server that leads its stream', () => {
  expect(toTraceMap(recordedOrder()).streams).toEqual([
    { stream: 'ORDERS', server: 'C3N3', messages: 1 },
    { stream: 'ORDERS_DLQ', server: 'C3N3', messages: 1 },
  ])
})

test('the way of the recorded order to the warehouse goes through a leaf node and a gateway', () => {
  const { steps } = toTraceMap(recordedOrder())
  const toWarehouse = ['C3L3', 'C3N2', 'C2N2', 'C2N3', 'warehouse']
  const published = steps.filter(({ row }) => row >= 13)

  expect(
    toWarehouse.map((place) => published.find(({ to }) => to === place)).map((step) => step?.from),
  ).toEqual(['checkout', 'C3L3', 'C3N2', 'C2N2', 'C2N3'])
})

test('steps are by time, and fail where the handler failed', () => {
  const { steps } = toTraceMap(recordedOrder())
  const times = steps.map(({ atNs }) => atNs)

  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(steps.filter(({ error }) => error === 'no such address')).toHaveLength(3)
})

test('the reply is delivered to who waits for it, though no span tells', () => {
  const { steps } = toTraceMap(recordedOrder())

  expect(steps).toContainEqual({
    row: 12,
    atNs: 27_757_803,
    type: 'deliver',
    from: 'C3L3',
    to: 'checkout',
  })
})

test('a consumer whose own server did not report gets its message from that one', () => {
  const { steps, servers } = toTraceMap([
    publish('order'),
    hop('n1', { parent: 'order', attributes: { 'nats.server.ingress.kind': 'client' } }),
    handle('billing', {
      parent: 'order',
      start: 5,
      service: 'billing',
      attributes: { 'messaging.nats.server.name': 'n2' },
    }),
  ])

  expect(steps.at(-1)).toMatchObject({ type: 'deliver', from: 'n2', to: 'billing' })
  expect(servers).toMatchObject([{ name: 'n1' }, { name: 'n2', isSilent: true }])
})

test('a message that the first server refused gets as far as that', () => {
  const refused = hop('n1', {
    parent: 'order',
    status: { code: 'error', message: 'no permission' },
    attributes: { 'nats.server.ingress.kind': 'client' },
  })
  const { steps } = toTraceMap([publish('order'), refused])

  expect(steps.at(-1)).toMatchObject({ from: 'shop', to: 'n1', error: 'no permission' })
})

test('a server behind a subject mapping is reached from the server before that', () => {
  const mapping = hop('map', { parent: 'n1', start: 2 })
  const { 'nats.server.name': _, ...attributes } = mapping.span.attributes
  const mapped = {
    ...mapping,
    span: {
      ...mapping.span,
      attributes: { ...attributes, 'nats.server.mapping.kind': 'subject mapping' },
    },
  }
  const { steps } = toTraceMap([
    publish('order', { start: 1 }),
    hop('n1', { parent: 'order', start: 1 }),
    mapped,
    hop('n2', { parent: 'map', start: 3 }),
  ])

  expect(steps.at(-1)).toMatchObject({ from: 'n1', to: 'n2', atNs: Number(nanos(3) - nanos(1)) })
})
