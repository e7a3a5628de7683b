import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTraceEvent } from './decode.ts'

test('reads the least that a server may say', () => {
  const event = decode({ server: { name: 'n1' }, events: [{ type: 'in', ts: TIME }] })

  expect(event).toEqual({
    server: { name: 'n1', id: '', version: '' },
    headers: new Map(),
    messageBytes: 0,
    hop: '',
    partial: false,
    dryRun: false,
    announced: 0,
    ingress: { timeUnixNano: 1_795_235_222_000_000_000n, kind: 'unknown', name: '', subject: '' },
    items: [],
  })
})

test('skips fields, kinds and entries that it does not know', () => {
  const event = decode({
    ...EVENT,
    news: 1,
    events: [{ ...INGRESS, kind: 99 }, { type: 'zz' }, null, { type: 'eg', kind: 0, ts: 'never' }],
  })

  expect(event?.ingress.kind).toBe('unknown')
  expect(event?.items).toEqual([
    { type: 'egress', timeUnixNano: event?.ingress.timeUnixNano, kind: 'client', name: '' },
  ])
})

test.each([
  ['no server', { events: [{ type: 'in', ts: '2026-11-21T04:27:02Z' }] }],
  ['no ingress', { server: { name: 'n1' }, events: [{ type: 'eg', ts: '2026-11-21T04:27:02Z' }] }],
  ['no time', { server: { name: 'n1' }, events: [{ type: 'in' }] }],
  ['no object', [1, 2]],
])('takes an event with %s for none', (_what, json) => {
  expect(decode(json)).toBeUndefined()
})

test('takes a hop number set by a client for none', () => {
  const request = { header: { 'Nats-Trace-Hop': ['1.2'] } }

  expect(decode({ ...EVENT, request })?.hop).toBe('')
  expect(decode({ ...EVENT, request, events: [{ ...INGRESS, kind: 1 }] })?.hop).toBe('1.2')
})

test('knows the first hop that another server did not number for a part of the way', () => {
  expect(decode({ ...EVENT, events: [{ ...INGRESS, kind: 1 }] })).toMatchObject({
    hop: '',
    partial: true,
  })
})

test('knows the way before a forwarded reply, which has no number of its own', () => {
  const forwarded = { ...INGRESS, kind: 1, subj: '_GR_.1a2B3c.4d5E6f._INBOX.abc' }

  expect(decode({ ...EVENT, events: [forwarded] })).toMatchObject({ hop: '', partial: false })
})

test.each([
  [{ 'Nats-Trace-Dest': ['t'], 'Nats-Trace-Only': ['true'] }, true],
  [{ 'Nats-Trace-Dest': ['t'], 'Nats-Trace-Only': ['ON'] }, true],
  [{ 'Nats-Trace-Dest': ['t'], 'Nats-Trace-Only': ['1'] }, true],
  [{ 'Nats-Trace-Dest': ['t'], 'Nats-Trace-Only': ['yes'] }, false],
  [{ 'Nats-Trace-Dest': ['t'], 'nats-trace-only': ['true'] }, false],
  [{ 'Nats-Trace-Dest': ['trace disabled'], 'Nats-Trace-Only': ['true'] }, false],
  [{ 'Nats-Trace-Dest': [''], 'Nats-Trace-Only': ['true'] }, false],
  [{ 'Nats-Trace-Only': ['true'] }, false],
])('headers %j make a dry run: %s', (header, dryRun) => {
  expect(decode({ ...EVENT, request: { header } })?.dryRun).toBe(dryRun)
})

test('refuses a payload that inflates to more than 8 MiB', () => {
  const [fits, bomb] = [8_000_000, 9_000_000].map((length) =>
    gzipSync(JSON.stringify({ ...EVENT, padding: ' '.repeat(length) })),
  )

  expect(fits && decodeTraceEvent(fits, 'gzip')?.server.name).toBe('n1')
  expect(bomb && decodeTraceEvent(bomb, 'gzip')).toBeUndefined()
})

test('takes identity for no encoding and refuses those it does not know', () => {
  const payload = Buffer.from(JSON.stringify(EVENT))

  expect(decodeTraceEvent(payload, 'identity')?.server.name).toBe('n1')
  expect(decodeTraceEvent(payload, ' Identity ')?.server.name).toBe('n1')
  expect(decodeTraceEvent(payload, 'br')).toBeUndefined()
  expect(decodeTraceEvent(payload, 'gzip')).toBeUndefined()
})

test('never throws, whatever the bytes and the JSON', () => {
  const encoding = fc.constantFrom(undefined, 'gzip', 'snappy', 'zstd')
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), strangeEvent()), encoding, (payload, contentEncoding) => {
      expect(() => decodeTraceEvent(payload, contentEncoding)).not.toThrow()
    }),
  )
})

const TIME = '2026-11-21T04:27:02Z'
const INGRESS = { type: 'in', ts: TIME, kind: 0, cid: 7, name: 'checkout', acc: 'APP', subj: 'a' }
const EVENT = { server: { name: 'n1', id: 'N1', ver: '2.15.1' }, events: [INGRESS] }

function decode(json: unknown): ReturnType<typeof decodeTraceEvent> {
  return decodeTraceEvent(Buffer.from(JSON.stringify(json)))
}

/** An event in which any field may hold anything. */
function strangeEvent(): fc.Arbitrary<Uint8Array> {
  const any = fc.jsonValue()
  const entry = fc.record(
    {
      type: fc.constantFrom('in', 'eg', 'js', 'sm', 'se', 'si'),
      ts: fc.oneof(any, fc.constant(TIME)),
      kind: fc.oneof(any, fc.constantFrom(0, 1, 4)),
      name: any,
      hop: any,
      stream: any,
      to: any,
    },
    { requiredKeys: ['type'] },
  )
  const event = fc.record({
    server: fc.oneof(any, fc.record({ name: any, id: any, tags: any, time: any })),
    request: fc.oneof(any, fc.record({ header: fc.oneof(any, fc.dictionary(fc.string(), any)) })),
    events: fc.oneof(any, fc.array(entry)),
  })
  return event.map((json) => Buffer.from(JSON.stringify(json)))
}
