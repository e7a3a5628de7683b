import { Parser as NatsParser } from '@nats-io/nats-core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { directParse, parseDirectly } from './direct-parse.ts'
import { parserNumbers, type MessageEvent, type Parser } from './parser-numbers.ts'

test('says of any bytes, in any pieces, what the parser of nats.js says', () => {
  fc.assert(
    fc.property(streams(), cuts(), (stream, sizes) => {
      expect(parsed(direct(), pieces(stream, sizes))).toEqual(
        parsed(plain(), pieces(stream, sizes)),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('says of bytes that no server sends what the parser of nats.js says', () => {
  fc.assert(
    fc.property(broken(), cuts(), (stream, sizes) => {
      expect(parsed(direct(), pieces(stream, sizes))).toEqual(
        parsed(plain(), pieces(stream, sizes)),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('a message that comes as a whole is not shown to the parser', () => {
  const { parser, told } = direct()
  const seen: string[] = []
  const handler = { parser }
  parser.parse = (bytes) => seen.push(text(bytes))
  parseDirectly(handler)

  handler.parser.parse(
    encode('MSG a 1 2\r\nhi\r\nPING\r\nHMSG a 1 b 3 4\r\nwxyz\r\nMSG a 1 9\r\nhi'),
  )

  expect(told).toMatchObject([{ data: 'hi' }, { data: 'wxyz' }])
  expect(seen).toEqual(['PING\r\n', 'MSG a 1 9\r\n', 'hi'])
})

test('a subject that comes again is the same bytes, and another is another', () => {
  const subjects: Uint8Array[] = []
  const parser = newParser(({ msg }) => subjects.push(msg.subject))
  parser.parse = directParse(parser, numbersOf(parser))
  for (const subject of ['a.b', 'a.b', 'a.c', 'a']) {
    parser.parse(encode(`MSG ${subject} 1 0\r\n\r\n`))
  }

  expect(subjects[1]).toBe(subjects[0])
  expect(subjects.map(text)).toEqual(['a.b', 'a.b', 'a.c', 'a'])
})

test('the parser of the next connection is made to do so too', () => {
  const handler = {
    parser: newParser(() => {}),
    resetOutbound() {
      this.parser = newParser(() => {})
    },
  }
  parseDirectly(handler)
  const first = handler.parser
  handler.resetOutbound()

  expect(handler.parser).not.toBe(first)
  expect(Object.hasOwn(handler.parser, 'parse')).toBe(true)
})

test.each([
  ['no parser', {}],
  ['one that is none', { parser: 'parser' }],
  ['one of another class', { parser: new Date() }],
])('a handler with %s stays as it is', (_, handler) => {
  const before = { ...handler }
  parseDirectly(handler)

  expect(handler).toEqual(before)
})

interface Parsed {
  readonly parser: Parser
  readonly told: object[]
}

function newParser(push: (event: MessageEvent) => void): Parser {
  const parser: object = new NatsParser({ push: (event: object) => push(event as MessageEvent) })
  return parser as Parser
}

function plain(): Parsed {
  const told: object[] = []
  // Bytes are compared as text: one side has views of what came, and the other has copies.
  const parser = newParser((event) => told.push(asText(event)))
  return { parser, told }
}

/** Of an event that is no message, there is less. */
function asText({ kind, msg, data }: Partial<MessageEvent>) {
  return {
    kind,
    data: data && text(data),
    msg: msg && { ...msg, subject: text(msg.subject), reply: msg.reply && text(msg.reply) },
  }
}

function direct(): Parsed {
  const { parser, told } = plain()
  parser.parse = directParse(parser, numbersOf(parser))
  return { parser, told }
}

function numbersOf(parser: object) {
  const numbers = parserNumbers(parser)
  if (!numbers) throw new Error('the parser of nats.js is another one')
  return numbers
}

/** All that was told of the pieces, and which error was the first; it also quotes some of the bytes. */
function parsed({ parser, told }: Parsed, chunks: readonly Uint8Array[]) {
  try {
    for (const chunk of chunks) parser.parse(chunk)
  } catch (error) {
    told.push({ error: String(error).split(']')[0] })
  }
  return told
}

function pieces(stream: string, sizes: readonly number[]): readonly Uint8Array[] {
  const bytes = Buffer.from(stream)
  const chunks: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return [...chunks, bytes.subarray(at)].filter(({ length }) => length > 0)
}

function cuts() {
  return fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 })
}

function streams() {
  return fc.array(command(), { maxLength: 8 }).map((commands) => commands.join(''))
}

function command() {
  const token = fc.constantFrom('a', 'orders.new', '_INBOX.1', 'é')
  const data = fc.constantFrom('', 'x', 'PING\r\n', 'MSG a 1 2\r\n', 'é\r', 'wxyz'.repeat(9))
  const space = fc.constantFrom(' ', ' ', ' ', '  ', '\t')
  const message = fc
    .record({
      name: fc.constantFrom('MSG', 'MSG', 'msg'),
      subject: token,
      reply: fc.option(token),
      data,
      space,
    })
    .map(({ name, subject, reply, data: sent, space: s }) =>
      [
        name,
        subject,
        '7',
        ...(reply === null ? [] : [reply]),
        `${Buffer.byteLength(sent)}\r\n${sent}\r\n`,
      ].join(s),
    )
  const headed = fc
    .record({ subject: token, reply: fc.option(token), headers: data, data, space })
    .map(({ subject, reply, headers, data: sent, space: s }) => {
      const length = Buffer.byteLength(headers)
      const total = length + Buffer.byteLength(sent)
      const parts = ['HMSG', subject, '12', ...(reply === null ? [] : [reply]), `${length}`]
      return [...parts, `${total}\r\n${headers}${sent}\r\n`].join(s)
    })
  const other = fc.constantFrom(
    'PING\r\n',
    'PONG\r\n',
    '+OK\r\n',
    "-ERR 'no'\r\n",
    'INFO {"a":1}\r\n',
  )
  return fc.oneof({ weight: 3, arbitrary: message }, { weight: 5, arbitrary: headed }, other)
}

/** Streams in which something was put in, or left out. */
function broken() {
  const noise = fc.constantFrom(
    '',
    ' ',
    '\r',
    '\n',
    '\r\n',
    '9',
    'x',
    ' 99999999999',
    'HMSG a 1 9 3\r\n',
  )
  return fc
    .tuple(streams(), fc.nat({ max: 200 }), fc.nat({ max: 2 }), noise)
    .map(([stream, at, less, put]) => stream.slice(0, at) + put + stream.slice(at + less))
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function encode(stream: string): Uint8Array {
  return new TextEncoder().encode(stream)
}
