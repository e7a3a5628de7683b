import type { AnyValue } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'
import * as fc from 'fast-check'

/**
 * Spans as a stranger may send them: ids that repeat, name themselves or each other as parents, or
 * nobody; times in any order, or none; attributes of any type under the names that are read.
 */
export function anySpans(maxLength = 40): fc.Arbitrary<readonly JourneySpan[]> {
  return fc.array(anySpan(), { maxLength })
}

const KEYS = [
  'messaging.system',
  'messaging.operation.name',
  'messaging.operation.type',
  'messaging.destination.name',
  'messaging.destination.temporary',
  'messaging.client.id',
  'messaging.consumer.group.name',
  'messaging.header.x-dead-letter-reason',
  'messaging.nats.server.name',
  'messaging.nats.stream.name',
  'messaging.nats.consumer.name',
  'messaging.nats.message.delivery_count',
  'messaging.nats.message.stream_sequence',
  'messaging.nats.dead_letter.outcome',
  'messaging.nats.store.outcome',
  'nats.server.name',
  'nats.server.cluster',
  'nats.server.ingress.kind',
  'nats.server.ingress.name',
  'nats.server.ingress.cid',
  'nats.server.egress.kind',
  'nats.server.egress.hop',
  'nats.server.egress.name',
  'nats.server.egress.error',
  'nats.server.mapping.kind',
  'nats.server.mapping.account',
  'nats.trace.hop',
  'nats.trace.producer',
  'nats.trace.context',
  'nats.trace.dry_run',
  'service.name',
  '__proto__',
]
const WORDS = ['', '1', '1.1', 'A', 'B', 'send', 'process', 'client', 'leafnode', 'route', 'stored']
const IDS = ['1', '2', '3', '4', '5', '6', '7', '8'].map((digit) => digit.repeat(16))

const anyText = fc.oneof(
  fc.constantFrom(...WORDS, ...IDS),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constant('\u202e<script>\u0000'),
)
const anyValue: fc.Arbitrary<AnyValue> = fc.oneof(
  { weight: 6, arbitrary: anyText },
  fc.integer({ min: -2, max: 5 }),
  fc.double(),
  fc.bigInt({ min: 0n, max: 2n ** 64n }),
  fc.boolean(),
  fc.constant(null),
  fc.array(anyText, { maxLength: 2 }),
  fc.uint8Array({ maxLength: 4 }),
)
const anyAttributes = fc.dictionary(fc.constantFrom(...KEYS), anyValue, { maxKeys: 10 })
// Some are close together, some were never set, some are as far apart as they can be.
const anyTime = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt({ min: 1000n, max: 1100n }).map((at) => at * 1000n) },
  fc.constantFrom(0n, 2n ** 64n - 1n),
)
const anyId = fc.constantFrom(...IDS)
const anyTraceId = fc.constantFrom('a'.repeat(32), 'b'.repeat(32))
const anyEvent = fc.record({
  name: fc.constantFrom('egress', 'stream export', 'service import', 'ack', 'nak', 'term'),
  timeUnixNano: anyTime,
  attributes: anyAttributes,
})
const anyLink = fc.record({ traceId: anyTraceId, spanId: anyId, attributes: anyAttributes })

function anySpan(): fc.Arbitrary<JourneySpan> {
  return fc.record({
    resource: anyAttributes,
    scope: fc.record({ name: fc.constantFrom('test', '@hopscope/path') }),
    span: fc.record(
      {
        traceId: anyTraceId,
        spanId: anyId,
        parentSpanId: anyId,
        name: anyText,
        kind: fc.constantFrom('internal', 'producer', 'consumer', 'client', 'server'),
        startTimeUnixNano: anyTime,
        endTimeUnixNano: anyTime,
        attributes: anyAttributes,
        events: fc.array(anyEvent, { maxLength: 3 }),
        links: fc.array(anyLink, { maxLength: 2 }),
        status: fc.constantFrom({ code: 'unset' }, { code: 'error', message: 'bad' }),
      },
      {
        requiredKeys: [
          'traceId',
          'spanId',
          'name',
          'kind',
          'startTimeUnixNano',
          'endTimeUnixNano',
          'attributes',
          'events',
          'links',
          'status',
        ],
      },
    ),
  })
}
