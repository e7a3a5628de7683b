import { SpanKind } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { TEMPORARY_NAME } from '../names/subject-names.ts'
import type { ServerAttributes } from './server-attributes.ts'
import { SpanHeads } from './span-heads.ts'

const N1 = server('n1')
const N2 = server('n2')

test('a head is made once for a key', () => {
  const heads = newHeads()
  const head = heads.of('orders', TEMPORARY_NAME, N1)

  expect(heads.of('orders', TEMPORARY_NAME, N1)).toBe(head)
  expect(heads.of('prices', TEMPORARY_NAME, N1)).not.toBe(head)
})

test('a head has the attributes of the server that the connection is on', () => {
  const heads = newHeads()
  const before = heads.of('orders', TEMPORARY_NAME, N1)
  const after = heads.of('orders', TEMPORARY_NAME, N2)

  expect({ ...before.attributes }).toEqual({ 'messaging.nats.server.name': 'n1' })
  expect({ ...after.attributes }).toEqual({ 'messaging.nats.server.name': 'n2' })
})

function newHeads(): SpanHeads {
  return new SpanHeads((_, { ofSpans }) => {
    const kind = SpanKind.PRODUCER
    return { name: 'publish orders', kind, attributes: ofSpans, destination: undefined }
  })
}

function server(name: string): ServerAttributes {
  return { ofSpans: { 'messaging.nats.server.name': name }, ofMetrics: {} }
}
