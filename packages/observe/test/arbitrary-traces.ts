import * as fc from 'fast-check'
import { Double, SPAN_KINDS, type AnyValue, type TraceData } from '../src/otlp/index.ts'

// It makes data in the one form that reading gives: nothing that is empty or zero where
// it may be absent, numbers where they are exact, and attributes without a prototype.

export function traces(): fc.Arbitrary<TraceData> {
  const scopeSpans = fc.record(
    { scope: scopes(), spans: fc.array(spans(), { maxLength: 3 }), schemaUrl: given() },
    { requiredKeys: ['scope', 'spans'] },
  )
  const resourceSpans = fc.record(
    {
      resource: resources(),
      scopeSpans: fc.array(scopeSpans, { maxLength: 3 }),
      schemaUrl: given(),
    },
    { requiredKeys: ['resource', 'scopeSpans'] },
  )
  return fc.record({ resourceSpans: fc.array(resourceSpans, { maxLength: 3 }) })
}

export function resources() {
  return fc.record({ attributes: attributes() })
}

export function scopes() {
  const some = attributes().filter((map) => Object.keys(map).length > 0)
  return fc.record({ name: text(), version: given(), attributes: some }, { requiredKeys: ['name'] })
}

export function spans() {
  return fc.record(
    {
      traceId: hex(32),
      spanId: hex(16),
      parentSpanId: hex(16),
      traceState: given(),
      flags: count(),
      name: text(),
      kind: fc.constantFrom(...SPAN_KINDS),
      startTimeUnixNano: time(),
      endTimeUnixNano: time(),
      attributes: attributes(),
      droppedAttributesCount: count(),
      events: fc.array(events(), { maxLength: 2 }),
      droppedEventsCount: count(),
      links: fc.array(links(), { maxLength: 2 }),
      droppedLinksCount: count(),
      status: statuses(),
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
  )
}

function events() {
  return fc.record(
    {
      name: text(),
      timeUnixNano: time(),
      attributes: attributes(),
      droppedAttributesCount: count(),
    },
    { requiredKeys: ['name', 'timeUnixNano', 'attributes'] },
  )
}

function links() {
  return fc.record(
    {
      traceId: hex(32),
      spanId: hex(16),
      traceState: given(),
      flags: count(),
      attributes: attributes(),
      droppedAttributesCount: count(),
    },
    { requiredKeys: ['traceId', 'spanId', 'attributes'] },
  )
}

function statuses() {
  const unset = fc.constant({ code: 'unset' as const })
  const ok = fc.constant({ code: 'ok' as const })
  const code = fc.constant('error' as const)
  return fc.oneof(unset, ok, fc.record({ code, message: given() }, { requiredKeys: ['code'] }))
}

function attributes() {
  return fc
    .dictionary(text(), anyValues(), { noNullPrototype: false, maxKeys: 4 })
    .map(withoutPrototype)
}

function anyValues(): fc.Arbitrary<AnyValue> {
  return fc.letrec<{ value: AnyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc
        .oneof(
          text(),
          fc.boolean(),
          fc.constant(null),
          fc.maxSafeInteger(),
          fc.double(),
          fc.maxSafeInteger().map((whole) => new Double(whole)),
          fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
          fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
          fc.uint8Array({ maxLength: 8 }),
        )
        .map(plainZero),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text(), tie('value'), { maxKeys: 3 }).map(withoutPrototype),
    ),
  })).value
}

// `new Double(-0)` is what the number -0 already is.
function plainZero(value: AnyValue): AnyValue {
  return value instanceof Double && Object.is(value.value, -0) ? -0 : value
}

function withoutPrototype<T>(map: { readonly [key: string]: T }): { readonly [key: string]: T } {
  return Object.assign(Object.create(null), map)
}

function text() {
  return fc.string({ unit: 'binary', maxLength: 60 })
}

function given() {
  return fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
}

function count() {
  return fc.integer({ min: 1, max: 0xffff_ffff })
}

function time() {
  return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
}

function hex(length: number) {
  const unit = fc.constantFrom(...'0123456789abcdef'.split(''))
  return fc.string({ unit, minLength: length, maxLength: length })
}
