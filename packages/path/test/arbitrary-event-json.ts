import * as fc from 'fast-check'

/** The JSON of trace events: mostly as servers write it, and as odd as it may get. */
export function eventJson(): fc.Arbitrary<string> {
  return events().chain((event) => fc.constantFrom(toGoJson(event), JSON.stringify(event)))
}

/** JSON as Go writes it, with escapes for what HTML has for itself. */
export function toGoJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&]/g,
    (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`,
  )
}

function events() {
  return fc
    .record({
      server: servers(),
      request: requests(),
      hops: mostly(fc.nat(9), fc.constantFrom(undefined, null, 'x')),
      ingress: mostly(ingresses(), items()),
      items: fc.array(items(), { maxLength: 4 }),
    })
    .map(({ ingress, items, ...event }) => ({ ...event, events: [ingress, ...items] }))
}

function servers() {
  return fc.record(
    {
      name: fc.constantFrom('n1', 'n2', 'größe'),
      host: fc.constant('0.0.0.0'),
      id: fc.constantFrom('N'.repeat(56), 'M'.repeat(56)),
      cluster: fc.constantFrom('C1', 'C2'),
      domain: fc.constantFrom('hub', '"seq":'),
      ver: fc.constantFrom('2.15.1', '2.14.0'),
      tags: fc.constantFrom(['a', 'b'], ['c'], []),
      jetstream: fc.boolean(),
      seq: fc.nat(),
      time: times(),
    },
    { requiredKeys: ['host', 'id', 'ver', 'jetstream', 'seq', 'time'] },
  )
}

function requests() {
  const usual = fc.record(
    {
      traceparent: traceparents(),
      'Nats-Trace-Hop': fc.constantFrom(['1'], ['1.2'], ['10.11.1']),
      'Nats-Msg-Id': fc.constant(['order-1']),
      Authorization: fc.constant([`Bearer "${'x'.repeat(200)}"`]),
    },
    { requiredKeys: ['traceparent'] },
  )
  const odd = fc.record(
    {
      traceparent: traceparents(),
      Traceparent: traceparents(),
      Xraceparent: traceparents(),
      'Nats-Trace-Hop': fc.array(hops(), { maxLength: 2 }),
      'nats-trace-hop': fc.constant(['7']),
      'Nats-Msg-Id': fc.array(texts(), { maxLength: 2 }),
      'NATS-MSG-ID': fc.constant(['again']),
      'Nats-Trace-Dest': fc.constantFrom(['telemetry.hops'], ['trace disabled']),
      'Nats-Trace-Only': fc.constantFrom(['1'], ['no']),
      'X-\u212a': fc.constantFrom([], 'no list', [7]),
    },
    { requiredKeys: [] },
  )
  const header = fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: odd })
  return fc.record({ header, msgsize: numbers() }, { requiredKeys: ['header'] })
}

function ingresses() {
  return fc.record(
    {
      type: fc.constant('in'),
      ts: times(),
      kind: kinds(),
      cid: numbers(),
      name: texts(),
      acc: texts(),
      subj: subjects(),
      error: mostly(fc.constant(''), texts()),
    },
    { requiredKeys: ['type', 'ts'] },
  )
}

function items() {
  const egress = {
    type: fc.constant('eg'),
    ts: times(),
    kind: kinds(),
    cid: numbers(),
    name: texts(),
    hop: hops(),
    acc: texts(),
    sub: subjects(),
    queue: texts(),
    error: texts(),
  }
  const storage = {
    type: fc.constant('js'),
    ts: times(),
    stream: texts(),
    subject: subjects(),
    error: mostly(fc.constant(''), texts()),
  }
  const other = {
    type: fc.constantFrom('sm', 'se', 'si', 'in', 'x', 'js', 7, null),
    ts: times(),
    acc: texts(),
    from: subjects(),
    to: subjects(),
    stream: texts(),
    nointerest: fc.constantFrom(true, false, 'yes'),
  }
  return mostly(
    fc.oneof(
      { weight: 4, arbitrary: fc.record(egress, { requiredKeys: ['type', 'ts'] }) },
      { weight: 1, arbitrary: fc.record(storage, { requiredKeys: ['type', 'ts'] }) },
    ),
    fc.record(other, { requiredKeys: ['type', 'ts'] }),
  )
}

function traceparents() {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
  return mostly(
    fc.constantFrom([`00-${trace}-00f067aa0ba902b7-01`], [`00-${trace}-80f067aa8ba902b7-ff`]),
    fc.constantFrom(
      [`00-${trace}-0000000000000000-01`],
      [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
      [`00-${trace.toUpperCase()}-00f067aa0ba902b7-01`],
      [`01-${trace}-00f067aa0ba902b7-01`],
      [`01-${trace}-00f067aa0ba902b7-01-more`],
      [` 00-${trace}-00f067aa0ba902b7-01`],
      [`00-${trace}-00f067aa0ba902b7-0g`],
      [`00-${trace}-00f067aa0ba902b7-00`, `00-${trace}-1111111111111111-01`],
      [],
      'no list',
    ),
  )
}

function times() {
  const usual = fc.tuple(
    fc.constantFrom(...SECONDS),
    fc.constantFrom('', '.1', '.123456', '.123456789', '.000000001'),
    fc.constantFrom('Z', '+05:30', '-09:45'),
  )
  const odd = fc.tuple(
    fc.constantFrom(...SECONDS, '2026-13-21T12:00:00', '2026-11-21T12:00:61', 'yesterday'),
    fc.constantFrom('', '.', '.1234567890', '.1x'),
    fc.constantFrom('Z', '+24:00', '*00:00', ''),
  )
  const texts = mostly(usual, odd).map((parts) => parts.join(''))
  return mostly(texts, fc.constantFrom('', 7, null))
}

const SECONDS = [
  '2026-11-21T12:00:00',
  '2024-02-29T23:59:59',
  '2016-12-31T23:59:60',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59',
  '1970-01-01T00:00:00',
]

function kinds() {
  return mostly(fc.constantFrom(0, 1, 2, 4), fc.constantFrom(3, 7, -1, 1.5, '1'))
}

function numbers() {
  return mostly(
    fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 32, 999_999_999_999_999)),
    fc.constantFrom(2 ** 53 - 1, 2 ** 53, 1e21, -1, -0.5, null),
  )
}

function hops() {
  return mostly(
    fc.constantFrom('1', '1.2', '10.11.1', ''),
    fc.constantFrom('..', '.', '.1', 'x\n', 'größe', 5),
  )
}

function subjects() {
  const usual = fc.constantFrom('orders.new', 'orders.>', '_INBOX.abc')
  const wrapped = fc.constantFrom('_GR_.1a2B3c.4d5E6f._INBOX.abc', '_GR_.x')
  return mostly(usual, fc.oneof(wrapped, texts()))
}

function texts() {
  return mostly(
    fc.constantFrom('checkout', 'ORDERS', 'a b', ''),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('x'.repeat(127), 'x'.repeat(128), '日本 🚀', '\ud800', 'a"b\\c', 7, null),
    ),
  )
}

// As a rule an event has one odd field at the most, which must not be lost among others.
function mostly<T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: odd })
}
