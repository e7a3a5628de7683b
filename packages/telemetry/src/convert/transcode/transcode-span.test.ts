import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { convertJson } from '../convert-json.ts'
import { textOf } from '../open-body.ts'
import { transcodeSpan } from './transcode-span.ts'

test.each([
  ['a span', record()],
  ['a span of the first generation', recordV1()],
  ['a span with nothing but what it must have', bare()],
  ['a span of the first generation with nothing but what it must have', bareV1()],
])('%s becomes the bytes that it becomes in full', (_, fields) => {
  const text = JSON.stringify(fields)

  expect(transcoded(text)).toEqual(inFull(text))
})

test.each([
  ['an escape', { ...record(), name: 'a "quoted" name' }],
  ['a field that is not known', { ...record(), flags: 257 }],
  ['a field that comes too early', { name: 'early', ...bare() }],
  ['an attribute that is a list', { ...recordV1(), attributes: { list: [1] } }],
  ['an attribute whose key comes again', { ...record(), attributes: [text('a'), text('a')] }],
  ['an attribute that an object would have first', { ...recordV1(), attributes: { b: 1, 1: 2 } }],
  ['an int of more than fifteen digits', { ...record(), attributes: [int('1234567890123456')] }],
  ['a time with an offset', { ...recordV1(), end_time: '2024-01-15T12:30:01+02:00' }],
  ['a time on a day that is not', { ...recordV1(), end_time: '2023-02-29T10:30:01Z' }],
  ['an id of zeros', { ...record(), spanId: 'AAAAAAAAAAA=' }],
  ['an id of zeros in hex', { ...recordV1(), span_id: '0000000000000000' }],
  ['a time of more than 64 bits', { ...record(), endTimeUnixNano: '18446744073709551616' }],
  ['no start', { ...record(), startTimeUnixNano: undefined }],
  ['no id', { ...record(), spanId: undefined }],
])('%s is left to be read in full', (_, fields) => {
  expect(transcoded(JSON.stringify(fields))).toBeUndefined()
})

test.each([
  ['a number with a zero before it', '"attempt":02'],
  ['a character that JSON has escaped', '"attempt":"a\u0001bcdef"'],
])('%s is left to be read in full', (_, attribute) => {
  const text = JSON.stringify(recordV1()).replace('"attempt":2', attribute)

  expect(transcoded(text)).toBeUndefined()
})

test.each(['-0', '0.0', '-0.0', '1e2', '1.0E+2', '-12e-1', '1e400'])(
  'the number %s is of the type that it has in full',
  (number) => {
    const text = JSON.stringify(recordV1()).replace('"attempt":2', `"attempt":${number}`)

    expect(transcoded(text)).toEqual(inFull(text))
  },
)

test('bytes that are no UTF-8 are left to be read in full', () => {
  const text = JSON.stringify({ ...record(), name: 'ÿ' })

  expect(transcoded(text)).toEqual(inFull(text))
  expect(transcodeSpan(Buffer.from(text, 'latin1'), 'shop')).toBeUndefined()
})

test('every span without an escape becomes the bytes that it becomes in full', () => {
  fc.assert(
    fc.property(fc.oneof(spans(plainText()), spansV1(plainText())), (fields) => {
      const text = JSON.stringify(fields)

      expect(transcoded(text)).toEqual(inFull(text))
    }),
    { numRuns: 1000 },
  )
})

test('whatever is transcoded is what it becomes in full', () => {
  fc.assert(
    fc.property(
      fc.oneof(spans(anyText()), spansV1(anyText())),
      fc.boolean(),
      (fields, isSpaced) => {
        const text = JSON.stringify(fields)

        expectSame(Buffer.from(isSpaced ? text.replaceAll('","', '", "') : text))
      },
    ),
    { numRuns: 1000 },
  )
})

test('what is damaged anywhere is what it becomes in full, or left to that', () => {
  const damage = fc.record({
    at: fc.nat(),
    removed: fc.nat({ max: 3 }),
    inserted: fc.oneof(fc.uint8Array({ maxLength: 2 }), fc.constantFrom(...PIECES)),
  })
  fc.assert(
    fc.property(fc.oneof(spans(anyText()), spansV1(anyText())), damage, (fields, damaged) => {
      const bytes = Buffer.from(JSON.stringify(fields))
      const at = damaged.at % bytes.length
      const rest = bytes.subarray(at + damaged.removed)

      expectSame(Buffer.concat([bytes.subarray(0, at), damaged.inserted, rest]))
    }),
    { numRuns: 3000 },
  )
})

test('what a span became is not written to by the next', () => {
  const [first, second] = [JSON.stringify(record()), JSON.stringify(recordV1())]
  const bytes = transcoded(first)
  for (let at = 0; at < 1000; at++) transcoded(second)

  expect(bytes).toEqual(inFull(first))
})

const PIECES = ['0', '-', '.5', 'e3', '"', ',', '{', '}', '\\', ' ', '1', '=', 'Z', 'null'].map(
  (piece) => Buffer.from(piece),
)

function expectSame(bytes: Uint8Array): void {
  const full = inFull(textOf(bytes))
  const made = transcodeSpan(bytes, 'shop')

  expect(made ? Buffer.from(made) : full).toEqual(full)
}

function transcoded(text: string): Uint8Array | undefined {
  const made = transcodeSpan(Buffer.from(text), 'shop')
  return made && Buffer.from(made)
}

function inFull(text: string): Uint8Array | string {
  const converted = convertJson(text, 'traces', 'shop')
  if ('body' in converted) return Buffer.from(converted.body)
  return 'undecodable' in converted ? converted.undecodable : 'nothing'
}

function bare() {
  return { traceId: 'CvdlGRbNQ92ESOshHIAxnA==', spanId: 't61rcWkgMzE=', startTimeUnixNano: '1' }
}

function record() {
  return {
    traceId: 'CvdlGRbNQ92ESOshHIAxnA==',
    spanId: 't61rcWkgMzE=',
    traceState: 'vendor=a',
    parentSpanId: 'APBnqgupArc=',
    name: 'executeTask',
    kind: 'SPAN_KIND_CONSUMER',
    startTimeUnixNano: '1705314600000000000',
    endTimeUnixNano: '1705314601234000000',
    attributes: [text('run_id'), int('-7'), int('9007199254740'), double(0.5), bool(true)],
    events: [
      { timeUnixNano: '1705314601000000000', name: 'exception', attributes: [text('run_id')] },
      { timeUnixNano: '1705314601000000001', name: 'retry' },
    ],
    status: { message: 'connection refused', code: 'STATUS_CODE_ERROR' },
  }
}

function bareV1() {
  return {
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'B7AD6B7169203331',
    start_time: '2024-01-15T10:30:00Z',
    end_time: '2024-02-29T23:59:59.999999999Z',
  }
}

function recordV1() {
  return {
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'B7AD6B7169203331',
    parent_id: '00f067aa0ba902b7',
    name: 'worker.executeTask',
    service: 'worker',
    kind: 'server',
    start_time: '2024-01-15T10:30:00Z',
    end_time: '2024-02-29T23:59:59.999999999Z',
    duration_ms: 1234,
    status: 'error',
    attributes: {
      attempt: 2,
      below: -2,
      cached: false,
      zero: -0,
      ratio: 0.5,
      large: 1e300,
      id: 'a',
    },
    events: [{ name: 'retry', time: '2024-01-15T10:30:01.5Z', attributes: { delay_ms: 250 } }],
    error: 'connection refused',
  }
}

function text(key: string) {
  return { key, value: { stringValue: 'é'.repeat(70) } }
}

function int(intValue: string) {
  return { key: `int ${intValue}`, value: { intValue } }
}

function double(doubleValue: number) {
  return { key: 'double', value: { doubleValue } }
}

function bool(boolValue: boolean) {
  return { key: 'bool', value: { boolValue } }
}

function plainText(): fc.Arbitrary<string> {
  const character = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
  return fc
    .array(character, { minLength: 1, maxLength: 140 })
    .map((characters) => `x${characters.join('').replaceAll(/["\\]/g, '')}`)
}

function anyText(): fc.Arbitrary<string> {
  const odd = fc.constantFrom('', '1', '01', '__proto__', 'a', 'b', '4711', 'service.name')
  return fc.oneof(plainText(), odd, fc.string({ unit: 'binary', maxLength: 6 }))
}

// A field that is `undefined` is not written, and order is that of Go.
function spans(texts: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const time = fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map(String)
  const small = fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 })
  const value = fc.oneof(
    texts.map((stringValue) => ({ stringValue })),
    small.map((number) => ({ intValue: String(number) })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter(isShort)
      .map((doubleValue) => ({ doubleValue })),
  )
  const attributes = fc.option(
    fc.uniqueArray(fc.record({ key: texts, value }), { selector: ({ key }) => key, maxLength: 9 }),
    { nil: undefined },
  )
  return fc.record({
    traceId: idOf(16, 'base64'),
    spanId: idOf(8, 'base64'),
    traceState: optional(texts),
    parentSpanId: optional(idOf(8, 'base64')),
    name: optional(texts),
    kind: optional(fc.constantFrom('SPAN_KIND_INTERNAL', 'SPAN_KIND_CONSUMER')),
    startTimeUnixNano: time,
    endTimeUnixNano: optional(time),
    attributes,
    events: optional(
      fc.array(fc.record({ timeUnixNano: time, name: texts, attributes }), { maxLength: 3 }),
    ),
    status: fc.record({
      message: optional(texts),
      code: optional(fc.constantFrom('STATUS_CODE_OK', 'STATUS_CODE_ERROR')),
    }),
  })
}

function spansV1(texts: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const time = fc
    .date({ min: new Date('1970-01-02'), max: new Date('2499-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isShort)
  const value = fc.oneof(texts, fc.integer(), fc.boolean(), number)
  const attributes = fc.dictionary(texts, value, { maxKeys: 9 })
  return fc.record({
    trace_id: idOf(16, 'hex'),
    span_id: idOf(8, 'hex'),
    parent_id: optional(idOf(8, 'hex')),
    name: texts,
    service: texts,
    kind: fc.constantFrom('internal', 'server', 'client'),
    start_time: time,
    end_time: time,
    duration_ms: fc.nat(),
    status: fc.constantFrom('ok', 'error'),
    attributes: optional(attributes),
    events: optional(
      fc.array(fc.record({ name: texts, time, attributes }), { minLength: 1, maxLength: 3 }),
    ),
    error: optional(texts),
  })
}

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined })
}

function idOf(length: number, encoding: 'hex' | 'base64'): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .filter((bytes) => bytes.some((byte) => byte > 0))
    .map((bytes) => Buffer.from(bytes).toString(encoding))
}

// What has sixteen digits before its point may be an int of 64 bits.
function isShort(number: number): boolean {
  return Math.abs(number) < 1e15 || Math.abs(number) >= 1e21
}
