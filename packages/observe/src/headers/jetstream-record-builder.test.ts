import { expect, test } from 'vitest'
import { JetstreamRecordBuilder } from './jetstream-record-builder.ts'
import { isJetstreamRecord } from './jetstream-record.ts'

test('makes a record of everything that was set', () => {
  const record = new JetstreamRecordBuilder({ id: 7 })
    .setHeader('x-tenant-id', 'acme')
    .setHeaders({ 'x-request-id': 'r1', 'application-foo': '' })
    .setMessageId('order-7')
    .setTimeout(1500)
    .scheduleAt(new Date('2999-01-01T00:00:00.000Z'))
    .ttl(90e9)
    .build()

  expect(Object.fromEntries(Object.entries(record))).toEqual({
    data: { id: 7 },
    headers: new Map([
      ['x-tenant-id', 'acme'],
      ['x-request-id', 'r1'],
      ['application-foo', ''],
    ]),
    messageId: 'order-7',
    timeoutMs: 1500,
    scheduleAt: new Date('2999-01-01T00:00:00.000Z'),
    ttlNanos: 90e9,
  })
})

test('makes a record of nothing', () => {
  expect(Object.entries(new JetstreamRecordBuilder().build())).toEqual([
    ['data', undefined],
    ['headers', new Map()],
  ])
})

test('takes the payload that was set last', () => {
  expect(new JetstreamRecordBuilder('a').setData('b').build().data).toBe('b')
})

test('leaves a record as it was when more is set, and its builder', () => {
  const builder = new JetstreamRecordBuilder().setHeader('x-tenant-id', 'acme')
  const first = builder.build()
  builder.setHeader('x-tenant-id', 'globex').setMessageId('m1')

  expect([...first.headers.values()]).toEqual(['acme'])
  expect(first).not.toHaveProperty('messageId')
  expect([...builder.build().headers.values()]).toEqual(['globex'])
})

test('has a date of its own', () => {
  const date = new Date('2999-01-01T00:00:00.000Z')
  const { scheduleAt } = new JetstreamRecordBuilder().scheduleAt(date).build()
  date.setTime(0)

  expect(scheduleAt).toEqual(new Date('2999-01-01T00:00:00.000Z'))
})

test('has each name once, as it was spelled last, in the order of setting', () => {
  const { headers } = new JetstreamRecordBuilder()
    .setHeaders({ 'X-Tenant-Id': 'acme', 'x-other': '1', 'x-tenant-id': 'globex' })
    .build()

  expect([...headers]).toEqual([
    ['x-other', '1'],
    ['x-tenant-id', 'globex'],
  ])
})

test.each(['Nats-Msg-Id', 'nats-msg-id'])('takes the message id of the header %s', (name) => {
  const { messageId, headers } = new JetstreamRecordBuilder().setHeader(name, 'm1').build()

  expect(messageId).toBe('m1')
  expect(headers.size).toBe(0)
})

test.each([
  ['MESSAGE_ID_TWICE', 'Nats-Msg-Id', messageId],
  ['MESSAGE_ID_TWICE', 'NATS-MSG-ID', messageId],
  ['TTL_INVALID', 'Nats-TTL', ttl],
  ['SCHEDULE_INVALID', 'nats-schedule', schedule],
] as const)('refuses with %s the header %s beside its method', (code, name, byMethod) => {
  expect(() => byMethod(new JetstreamRecordBuilder()).setHeader(name, '1')).toThrow(coded(code))
  expect(() => byMethod(new JetstreamRecordBuilder().setHeader(name, '1'))).toThrow(coded(code))
})

test('takes a second message id instead of the first', () => {
  const { messageId: id } = new JetstreamRecordBuilder()
    .setMessageId('m1')
    .setMessageId('m2')
    .build()

  expect(id).toBe('m2')
})

test.each(['x-correlation-id', 'X-Reply-To', 'X-ERROR'])('refuses the reserved name %s', (name) => {
  expect(() => new JetstreamRecordBuilder().setHeader(name, '1')).toThrow(
    expect.objectContaining({
      code: 'HEADER_RESERVED',
      message:
        `Header "${name}" is reserved by the JetStream transport and cannot be set manually. ` +
        'Reserved headers: x-correlation-id, x-reply-to, x-error',
    }),
  )
})

test.each(['', 'bad name', 'bad:name', 'bad\r\nname', 'größe', ' x', '\u007f'])(
  'refuses %j as a name',
  (name) => {
    expect(() => new JetstreamRecordBuilder().setHeader(name, '1')).toThrow(coded('HEADER_INVALID'))
  },
)

test.each(['a\nb', 'a\rb', 'a\tb', '\u0000', 'a\u007f', '\u0085', '\ud800'])(
  'refuses %j as a value and as a message id',
  (value) => {
    const builder = new JetstreamRecordBuilder()

    expect(() => builder.setHeader('x-tenant-id', value)).toThrow(coded('HEADER_INVALID'))
    expect(() => builder.setMessageId(value)).toThrow(coded('HEADER_INVALID'))
  },
)

test('does not repeat in a message what it refuses', () => {
  const refused = () => new JetstreamRecordBuilder().setHeader('x', `\r\n${'a'.repeat(100)}`)

  expect(refused).toThrow(`header x cannot have the value "\\r\\n${'a'.repeat(78)}"…`)
})

test('refuses what JavaScript lets pass for a text', () => {
  const headers: Record<string, string> = JSON.parse('{ "x-retries": 3 }')

  expect(() => new JetstreamRecordBuilder().setHeaders(headers)).toThrow(
    'header x-retries cannot have the value of type number',
  )
})

test('refuses an empty message id', () => {
  expect(() => new JetstreamRecordBuilder().setMessageId('')).toThrow(coded('HEADER_INVALID'))
  expect(() => new JetstreamRecordBuilder().setHeader('nats-msg-id', '')).toThrow(
    coded('HEADER_INVALID'),
  )
})

test.each([0, -1, 0.5, NaN, Infinity, 2 ** 63])('refuses a ttl of %d ns', (nanos) => {
  expect(() => new JetstreamRecordBuilder().ttl(nanos)).toThrow(coded('TTL_INVALID'))
})

test.each([0, -1, NaN, Infinity, 2 ** 31])('refuses a timeout of %d ms', (ms) => {
  expect(() => new JetstreamRecordBuilder().setTimeout(ms)).toThrow(coded('TIMEOUT_INVALID'))
})

test.each(['', '2020-01-01T00:00:00.000Z'])('refuses a schedule at "%s"', (time) => {
  expect(() => new JetstreamRecordBuilder().scheduleAt(new Date(time))).toThrow(
    coded('SCHEDULE_INVALID'),
  )
})

test('tells a record from what looks like one', () => {
  const record = new JetstreamRecordBuilder({ id: 7 }).build()

  expect(isJetstreamRecord(record)).toBe(true)
  expect(isJetstreamRecord({ data: { id: 7 }, headers: new Map() })).toBe(false)
  expect(isJetstreamRecord(undefined)).toBe(false)
  expect(isJetstreamRecord(null)).toBe(false)
  expect(isJetstreamRecord('record')).toBe(false)
})

test('knows a record by a mark that copies of the package share', () => {
  const mark = Symbol.for('@hopscope/observe/jetstream-record')

  expect(isJetstreamRecord({ data: 1, headers: new Map(), [mark]: true })).toBe(true)
  expect(isJetstreamRecord({ ...new JetstreamRecordBuilder().build(), data: 2 })).toBe(true)
})

test('makes records that cannot be changed', () => {
  expect(Object.isFrozen(new JetstreamRecordBuilder().build())).toBe(true)
})

function messageId(builder: JetstreamRecordBuilder): JetstreamRecordBuilder {
  return builder.setMessageId('m1')
}

function ttl(builder: JetstreamRecordBuilder): JetstreamRecordBuilder {
  return builder.ttl(1e9)
}

function schedule(builder: JetstreamRecordBuilder): JetstreamRecordBuilder {
  return builder.scheduleAt(new Date('2999-01-01T00:00:00.000Z'))
}

function coded(code: string): unknown {
  return expect.objectContaining({ name: 'ObserveError', code, hint: expect.stringMatching(/./) })
}
