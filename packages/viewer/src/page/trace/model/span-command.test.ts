import { expect, test } from 'vitest'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { spanCommand } from './span-command.ts'
import { spanLine } from './span-line.ts'

test('gets the message from its stream where its sequence is known', () => {
  const span = spanWith({
    'messaging.destination.name': 'orders.new',
    'messaging.nats.stream.name': 'ORDERS',
    'messaging.nats.message.stream_sequence': '12',
  })

  expect(spanCommand(span)).toBe('nats stream get ORDERS 12')
})

test('traces the subject otherwise', () => {
  expect(spanCommand(spanWith({ 'messaging.destination.name': 'orders.new' }))).toBe(
    'nats trace orders.new',
  )
})

test.each(['$(reboot)', "a'; reboot; '", '`reboot`', '-f', 'a b', 'orders.>'])(
  'lets a shell run nothing of %s',
  (subject) => {
    const command = spanCommand(spanWith({ 'messaging.destination.name': subject }))

    expect(command).toBe(`nats trace '${subject.replaceAll("'", String.raw`'\''`)}'`)
  },
)

test.each(['a\nreboot', 'a\u001b[201~reboot', 'a\u202eb'])(
  'has no command with control characters: %j',
  (subject) => {
    expect(spanCommand(spanWith({ 'messaging.destination.name': subject }))).toBeUndefined()
  },
)

test('has no command for an inbox, which is used once', () => {
  expect(spanCommand(spanWith({ 'messaging.destination.name': '_INBOX.abc.1' }))).toBeUndefined()
})

test('tells a span in one line', () => {
  const span: SpanDetail = {
    ...spanWith({ 'messaging.destination.name': 'orders.new' }),
    status: { code: 'error', message: 'no such account' },
  }

  expect(spanLine(span)).toBe(
    `billing: charge, on orders.new, 41 ms, error: no such account (trace ${'a'.repeat(32)}, span ${'b'.repeat(16)})`,
  )
})

function spanWith(attributes: Readonly<Record<string, string>>): SpanDetail {
  return {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    name: 'charge',
    kind: 'consumer',
    service: 'billing',
    scope: { name: '' },
    startUnixNano: '1000000000000000000',
    endUnixNano: '1000000000041000000',
    status: { code: 'unset' },
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value, type: 'string' })),
    resource: [],
    events: [],
    links: [],
    linkedFrom: [],
    logs: [],
    droppedCount: 0,
  }
}
