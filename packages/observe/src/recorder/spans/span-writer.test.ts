import {
  createTraceState,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type AttributeValue,
  type Attributes,
  type Span,
} from '@opentelemetry/api'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTraces } from '../../otlp/decode-traces.ts'
import { encodeTraces } from '../../otlp/encode-traces.ts'
import type { SpanData } from '../../otlp/model.ts'
import { closeField, newBuffer, openField } from '../byte-buffer.ts'
import { tracerProvider } from '../recording-tracer-provider.ts'
import { systemRuntime } from '../runtime.ts'
import { AsciiText } from './ascii-text.ts'
import { attributeOf } from './attribute-of.ts'
import { fixedAttributes } from './fixed-attributes.ts'
import { setText } from './set-text.ts'
import type { SpanRecord } from './span-record.ts'
import { SpanWriter } from './span-writer.ts'
import { toSpanData } from './to-span-data.ts'

test('writes what the data of the span is encoded as', () => {
  const writer = new SpanWriter()

  fc.assert(
    fc.property(spans(), (record) => {
      const data = toSpanData(record, ORIGIN)

      expect(read(writer, [record])).toEqual(decoded([data]))
    }),
    { numRuns: 500 },
  )
})

test('writes the same attributes again as it did before, and others in between', () => {
  const writer = new SpanWriter()
  const values: readonly AttributeValue[] = [
    'a',
    'a',
    'b',
    'a',
    'a',
    'ä',
    7,
    7,
    0,
    -0,
    'a',
    true,
    1,
  ]
  const records = values.map((value) => recorded((span) => span.setAttribute('key', value)))

  expect(read(writer, records).map(({ attributes }) => attributes['key'])).toEqual(values)
})

test.each([
  ['short', 'order-7'],
  ['empty', ''],
  ['longer than one byte of length can say', 'x'.repeat(200)],
])('writes a text that came as bytes, and is %s, as it writes a string', (_, text) => {
  const writer = new SpanWriter()
  const record = recorded((span) => setText(span, 'key', ascii(text)))

  expect(read(writer, [record])[0]?.attributes).toEqual({ key: text })
  expect(toSpanData(record, ORIGIN).attributes).toEqual({ key: text })
  expect(attributeOf(record, 'key')).toBe(text)
})

test('of a text that came as bytes and a string for the same key, the later one counts', () => {
  const writer = new SpanWriter()
  const records = [
    recorded((span) => setText(span.setAttribute('key', 'first'), 'key', ascii('second'))),
    recorded((span) => {
      setText(span, 'key', ascii('first'))
      span.setAttribute('key', 'second')
    }),
  ]

  expect(read(writer, records).map(({ attributes }) => attributes)).toEqual([
    { key: 'second' },
    { key: 'second' },
  ])
})

test('writes what spans of one name begin with, and what they do not', () => {
  const writer = new SpanWriter()
  const lists: readonly Attributes[] = [
    { a: 'x', b: 0, c: 1 },
    { a: 'x', b: 0, c: 2 },
    { a: 'x', b: -0, c: 3 },
    { a: 'x', c: 1, d: 'y' },
    { a: 'x', c: 1, d: 'z' },
    { a: 'x', c: 1 },
    { a: 'x', c: 1, d: 'y', b: ['l'] },
    { a: 'x' },
    {},
    { c: 1, a: 'x' },
    { a: 'x', c: 1, d: 'y', b: ['l'] },
  ]
  const records = lists.map((attributes) => recorded(() => {}, attributes))

  const written = read(writer, records)

  expect(written.map(({ attributes }) => ({ ...attributes }))).toEqual(lists)
})

test('writes more keys and names than it remembers', () => {
  const writer = new SpanWriter()
  const names = Array.from({ length: 1_100 }, (_, at) => `name ${at}`)
  const records = names.map((name) =>
    recorded((span) => span.updateName(name).setAttribute(name, 1)),
  )

  const written = read(writer, records)

  expect(written.map(({ name }) => name)).toEqual(names)
  expect(written.map(({ attributes }) => Object.keys(attributes)[0])).toEqual(names)
})

test('writes fixed attributes, whatever else the span has', () => {
  const attributes = fixedAttributes({ system: 'nats', port: 4222, list: ['a', 'ä'] })
  const plain = recorded(() => {}, attributes)
  const more = recorded((span) => span.setAttribute('size', 3), attributes)
  const renamed = recorded((span) => span.updateName('other'), attributes)
  const changed = recorded((span) => span.setAttributes({ port: 1, size: 3 }), attributes)

  const fixed = { system: 'nats', port: 4222, list: ['a', 'ä'] }
  expect(
    read(new SpanWriter(), [plain, more, renamed, changed]).map((span) => [
      span.name,
      { ...span.attributes },
    ]),
  ).toEqual([
    ['work', fixed],
    ['work', { ...fixed, size: 3 }],
    ['other', fixed],
    ['work', { ...fixed, port: 1, size: 3 }],
  ])
})

test('an attribute that cannot be read is empty, and what else is written is whole', () => {
  const broken = {
    get value(): never {
      throw new Error('broken')
    },
  }
  // @ts-expect-error no value of an attribute
  const record = recorded((span) => span.setAttribute('broken', broken).setAttribute('ok', 'ä'))

  expect(read(new SpanWriter(), [record])).toMatchObject([
    { attributes: { broken: null, ok: 'ä' } },
  ])
})

function ascii(text: string): AsciiText {
  const bytes = new TextEncoder().encode(`<${text}>`)
  const value = AsciiText.of(bytes, 1, bytes.length - 1)
  if (!value) throw new Error('not ASCII')
  return value
}

const ORIGIN = systemRuntime.numbers?.originUnixNano ?? 0n

function read(writer: SpanWriter, records: readonly SpanRecord[]): readonly SpanData[] {
  const buffer = newBuffer(16)
  const resource = openField(buffer, 0x0a)
  const scope = openField(buffer, 0x12)
  for (const record of records) writer.write(buffer, record)
  closeField(buffer, scope)
  closeField(buffer, resource)
  const traces = decodeTraces(buffer.bytes.subarray(0, buffer.at))
  return traces?.resourceSpans[0]?.scopeSpans[0]?.spans ?? []
}

function decoded(spans: readonly SpanData[]): readonly SpanData[] {
  const resource = { attributes: {} }
  const request = encodeTraces({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: '' }, spans }] }],
  })
  return decodeTraces(request)?.resourceSpans[0]?.scopeSpans[0]?.spans ?? []
}

function recorded(fill: (span: Span) => unknown, attributes: Attributes = {}): SpanRecord {
  const ended: SpanRecord[] = []
  const tracer = tracerProvider((span) => ended.push(span)).getTracer('test')
  const span = tracer.startSpan('work', { attributes }, ROOT_CONTEXT)
  fill(span)
  span.end()
  const [record] = ended
  if (!record) throw new Error('the span was not recorded')
  return record
}

function spans(): fc.Arbitrary<SpanRecord> {
  return fc
    .record({
      name: text(),
      parent: fc.option(spanContexts(), { nil: undefined }),
      kind: fc.integer({ min: 0, max: 4 }),
      startTime: fc.option(times(), { nil: undefined }),
      endTime: fc.option(times(), { nil: undefined }),
      isFixed: fc.boolean(),
      attributes: attributes(),
      later: attributes(),
      events: fc.array(fc.tuple(text(), attributes()), { maxLength: 3 }),
      links: fc.array(fc.tuple(spanContexts(), attributes()), { maxLength: 3 }),
      status: fc.option(fc.tuple(fc.constantFrom(1, 2), text()), { nil: undefined }),
    })
    .map((given) => {
      const ended: SpanRecord[] = []
      const limits = { maxAttributes: 5, maxEvents: 2, maxLinks: 2, maxEventAttributes: 1 }
      const provider = tracerProvider((span) => ended.push(span), { limits, sampler: () => true })
      const { parent, startTime } = given
      const span = provider.getTracer('test').startSpan(
        given.name,
        {
          kind: given.kind,
          attributes: given.isFixed ? fixedAttributes(given.attributes) : given.attributes,
          links: given.links.map(([context, attributes]) => ({ context, attributes })),
          ...(startTime !== undefined && { startTime }),
        },
        parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
      )
      span.setAttributes(given.later)
      for (const [name, attributes] of given.events) span.addEvent(name, attributes)
      if (given.status) {
        const [code, message] = given.status
        span.setStatus(code === 1 ? { code: SpanStatusCode.OK } : { code, message })
      }
      span.end(given.endTime)
      const [record] = ended
      if (!record) throw new Error('the span was not recorded')
      return record
    })
}

function attributes(): fc.Arbitrary<Attributes> {
  const value = fc.oneof(
    text(),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.array(text(), { maxLength: 3 }),
    fc.array(fc.double(), { maxLength: 3 }),
  )
  return fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', '__proto__'), text()), value, {
    maxKeys: 4,
  })
}

function spanContexts() {
  return fc
    .record({
      traceId: hex(32),
      spanId: hex(16),
      traceFlags: fc.integer({ min: 0, max: 255 }),
      isRemote: fc.boolean(),
      state: fc.option(fc.constantFrom('a=1', 'b=2,c=3'), { nil: undefined }),
    })
    .map(({ state, ...context }) => ({
      ...context,
      ...(state !== undefined && { traceState: createTraceState(state) }),
    }))
}

function times() {
  return fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
}

function text() {
  return fc.string({ unit: 'binary', maxLength: 150 })
}

function hex(length: number) {
  const unit = fc.constantFrom(...'0123456789abcdef'.split(''))
  return fc.string({ unit, minLength: length, maxLength: length })
}
