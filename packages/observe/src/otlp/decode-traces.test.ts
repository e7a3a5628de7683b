import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeTraces } from './decode-traces.ts'
import { Double, type AnyValue } from './model.ts'
import { parseTracesJson } from './parse-traces-json.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const IDS = `0a10${TRACE_ID}1208${SPAN_ID}`

// Both were written by protobuf-es from the official definitions, the second with its ids in hex.
test('reads what the official definitions of OTLP write', () => {
  const decoded = decodeTraces(readFileSync(fixture('request.bin')))

  expect(decoded?.resourceSpans).toHaveLength(2)
  expect(decoded).toEqual(parseTracesJson(readFileSync(fixture('request.json'), 'utf8')))
})

test('reads no bytes as an empty request', () => {
  expect(decodeTraces(new Uint8Array(0))).toEqual({ resourceSpans: [] })
})

test('reads two requests that were joined as one with the spans of both', () => {
  const one = requestOf(`${IDS}2a0161`)
  const other = requestOf(`${IDS}2a0162`)

  expect(decodeTraces(Buffer.concat([one, other]))?.resourceSpans).toEqual([
    ...(decodeTraces(one)?.resourceSpans ?? []),
    ...(decodeTraces(other)?.resourceSpans ?? []),
  ])
})

test('reads a span of which only the ids are given', () => {
  expect(spanOf(IDS)).toEqual({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name: '',
    kind: 'unspecified',
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
  })
})

test('takes defaults that were written out as absent', () => {
  const defaults = '1a0022002a0030003900000000000000005000600070007a0412001800850100000000'

  expect(spanOf(IDS + defaults)).toEqual(spanOf(IDS))
})

test('takes a kind and a status that are not known as none', () => {
  expect(spanOf(`${IDS}30637a021863`)).toMatchObject({
    kind: 'unspecified',
    status: { code: 'unset' },
  })
})

test('skips fields that are not known, of every wire type', () => {
  const unknown = 'a00601a1060000000000000000a206021234a306a406a50600000000'
  const fields = `${unknown}${IDS}${unknown}`

  expect(spanOf(fields)).toEqual(spanOf(IDS))
})

test.each<[string, string, AnyValue]>([
  ['no value as null', '', null],
  ['an int', '1801', 1],
  ['an int that is not exact', '18808080808080808010', 2n ** 60n],
  ['a double', '21000000000000f83f', 1.5],
  ['a whole double', '21000000000000f03f', new Double(1)],
  ['minus zero', '210000000000000080', -0],
  ['the last of two values', '0a01611801', 1],
  ['a value of a type that is not known', '4a0161', null],
])('reads %s', (_, bytes, expected) => {
  const length = (bytes.length / 2).toString(16).padStart(2, '0')
  const keyValue = `0a016112${length}${bytes}`
  const keyValueLength = (keyValue.length / 2).toString(16).padStart(2, '0')

  expect(spanOf(`${IDS}4a${keyValueLength}${keyValue}`)?.attributes.a).toStrictEqual(expected)
})

test('reads attributes whose key means something in JavaScript', () => {
  const proto = `4a100a09${hexOf('__proto__')}12030a0162`
  const attributes = spanOf(IDS + proto)?.attributes

  expect(attributes && Object.entries(attributes)).toEqual([['__proto__', 'b']])
  expect(attributes && 'toString' in attributes).toBe(false)
})

test('keeps the last value of a key that comes twice', () => {
  const twice = '4a080a016112030a01624a080a016112030a0163'

  expect(spanOf(IDS + twice)?.attributes).toEqual({ a: 'c' })
})

test.each([
  ['a span without a trace id', `1208${SPAN_ID}`],
  ['a span without a span id', `0a10${TRACE_ID}`],
  ['a trace id of another length', `0a08${SPAN_ID}1208${SPAN_ID}`],
  ['a span id of another length', `0a10${TRACE_ID}120100`],
  ['a parent id of another length', `${IDS}220100`],
  ['a link without ids', `${IDS}6a00`],
  ['a name that is a number', `${IDS}2801`],
])('is nothing for %s', (_, fields) => {
  expect(decodeTraces(requestOf(fields))).toBeUndefined()
})

test.each([
  ['a bare span', `0a10${TRACE_ID}1208${SPAN_ID}`],
  ['JSON', hexOf('{"resourceSpans":[]}')],
  ['text', hexOf('hello')],
  ['zeros', '0000'],
])('is nothing for %s', (_, hex) => {
  expect(decodeTraces(Buffer.from(hex, 'hex'))).toBeUndefined()
})

test('is nothing for lists that are nested without end', () => {
  expect(decodeTraces(requestOf(`${IDS}${nestedList(200)}`))).toBeUndefined()
})

function spanOf(fields: string) {
  return decodeTraces(requestOf(fields))?.resourceSpans[0]?.scopeSpans[0]?.spans[0]
}

/** A request with one span of the given fields, in hex. */
function requestOf(fields: string): Buffer {
  return message(0x0a, message(0x12, message(0x12, Buffer.from(fields, 'hex'))))
}

function nestedList(depth: number): string {
  let value: Buffer = Buffer.alloc(0)
  for (let at = 0; at < depth; at++) value = message(0x2a, message(0x0a, value))
  return message(0x4a, message(0x12, value)).toString('hex')
}

function message(tag: number, body: Buffer): Buffer {
  const length = [(body.length & 0x7f) | 0x80, (body.length >> 7) | 0x80, body.length >> 14]
  return Buffer.concat([Buffer.of(tag, ...length), body])
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex')
}

function fixture(name: string): URL {
  return new URL(`fixtures/${name}`, import.meta.url)
}
