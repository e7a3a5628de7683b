import type { MessageArgs } from './whole-message.ts'

/** The private fields of nats.js's parser that are used. */
export interface Parser {
  readonly state: number
  /** What has come of a message that has not come as a whole. */
  readonly msgBuf?: { readonly length: number } | undefined
  /** What its line says. */
  readonly ma?: { readonly size: number } | undefined
  readonly dispatcher: Dispatcher
  parse(bytes: Uint8Array): void
}

/** Who is told of what was parsed. */
interface Dispatcher {
  push(event: MessageEvent): void
}

/** What it is told of a message. */
export interface MessageEvent {
  readonly kind: number
  readonly msg: MessageArgs
  readonly data: Uint8Array
}

/** What is to be known of a parser: numbers that nats.js keeps to itself. */
export interface ParserNumbers {
  /** The state between two commands. */
  readonly start: number
  /** The kind of the event that is a message. */
  readonly message: number
}

/**
 * The numbers of a parser, which one like it is asked for by parsing a message; nothing if it is not
 * as that of nats.js 3.4.
 */
export function parserNumbers(parser: object): ParserNumbers | undefined {
  try {
    return ask(parser.constructor as ParserClass)
  } catch {
    // Whatever it is, it is left alone.
    return undefined
  }
}

type ParserClass = new (dispatcher: Dispatcher) => Parser

function ask(Parser: ParserClass): ParserNumbers | undefined {
  const told: MessageEvent[] = []
  const probe = new Parser({ push: (event) => told.push(event) })
  const start = probe.state
  probe.parse(SAMPLE.subarray(0, HALF))
  const isHalf =
    told.length === 0 && probe.state !== start && probe.msgBuf?.length === 2 && probe.ma?.size === 4
  probe.parse(SAMPLE.subarray(HALF))
  const [event] = told
  if (!isHalf || !event || told.length > 1 || probe.state !== start || probe.msgBuf)
    return undefined

  return isAsExpected(event) ? { start, message: event.kind } : undefined
}

const LINE = 'HMSG a 7 b 3 4\r\n'
const SAMPLE = new TextEncoder().encode(`${LINE}wxyz\r\n`)
const HALF = LINE.length + 2

function isAsExpected({ kind, msg, data }: MessageEvent): boolean {
  const { sid, hdr, size, subject, reply } = msg
  const isText = text(subject) === 'a' && text(reply) === 'b' && text(data) === 'wxyz'
  return typeof kind === 'number' && sid === 7 && hdr === 3 && size === 4 && isText
}

function text(bytes: unknown): string | undefined {
  return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : undefined
}
