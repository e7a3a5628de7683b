import { decodeTraceparent, extractSpanContext } from '@hopscope/observe/w3c'
import { trace, type Span } from '@opentelemetry/api'
import type { RawHeaders } from './raw-message.ts'
import { readText } from './read-text.ts'
import { isLowerCase, traceHeaderAt } from './trace-header-at.ts'
import type { TraceHeaderName, TraceHeaders } from './trace-headers.ts'

/**
 * Finds the headers that tracing reads in the bytes of a message, without decoding any other.
 *
 * It gives up, with `undefined`, where one of them came twice: what their values are together is for
 * the decoded headers to say.
 */
export function scanHeaders({ bytes, end }: RawHeaders): TraceHeaders | undefined {
  let lines: Line | undefined
  // The first line is `NATS/1.0`, at times with a status.
  let start = lineEnd(bytes, 0, end) + 2
  while (start < end) {
    const name = traceHeaderAt(bytes, start, end)
    if (name === undefined) {
      start = lineEnd(bytes, start, end) + 2
      continue
    }
    if (lineNamed(lines, name) !== undefined) return undefined
    const span = name === 'traceparent' ? plainTraceparent(bytes, start, end) : undefined
    const next = span ? start + PLAIN_LENGTH : lineEnd(bytes, start + name.length, end)
    lines = { name, start, end: next, span, before: lines }
    start = next + 2
  }
  return new ScannedHeaders(bytes, lines)
}

/** A header that tracing reads, and those found before it. */
interface Line {
  readonly name: TraceHeaderName
  /** Where its name begins. */
  readonly start: number
  /** Where its value ends. */
  readonly end: number
  /** What it says, if it is a {@link plainTraceparent}. */
  readonly span: Span | undefined
  readonly before: Line | undefined
}

/** Where the line break after `from` is; `end` when there is none. A lone CR or LF is none. */
function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    if (bytes[at] === LF && bytes[at - 1] === CR) return at - 1
  }
  return end
}

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20

function lineNamed(lines: Line | undefined, name: TraceHeaderName): Line | undefined {
  let line = lines
  while (line !== undefined && line.name !== name) line = line.before
  return line
}

// What nearly everyone sends: version 00 behind one space, and nothing after it.
function plainTraceparent(bytes: Uint8Array, start: number, end: number): Span | undefined {
  const valueEnd = start + PLAIN_LENGTH
  if (valueEnd + 1 >= end || bytes[valueEnd] !== CR || bytes[valueEnd + 1] !== LF) return undefined
  const value = start + 'traceparent: '.length
  return bytes[value - 1] === SPACE ? decodeTraceparent(bytes, value) : undefined
}

const PLAIN_LENGTH = 'traceparent: '.length + 55

class ScannedHeaders implements TraceHeaders {
  readonly result: TraceHeaders['result']
  readonly span: Span | undefined
  readonly isOtherCase: boolean
  readonly #bytes: Uint8Array
  readonly #lines: Line | undefined

  constructor(bytes: Uint8Array, lines: Line | undefined) {
    this.#bytes = bytes
    this.#lines = lines
    const traceparent = lineNamed(lines, 'traceparent')
    this.isOtherCase =
      traceparent !== undefined && !isLowerCase(bytes, traceparent.start, traceparent.start + 11)
    if (traceparent?.span && !lineNamed(lines, 'tracestate')) {
      this.result = 'ok'
      this.span = traceparent.span
      return
    }
    const found = CONTEXT_NAMES.map((name) => [name, this.values(name)] as const)
    const { result, spanContext } = extractSpanContext(found)
    this.result = result
    this.span = spanContext && trace.wrapSpanContext(spanContext)
  }

  // A value as nats.js makes it: UTF-8, and trimmed.
  values(name: TraceHeaderName): readonly string[] {
    const line = lineNamed(this.#lines, name)
    if (line === undefined) return NO_VALUES

    let start = line.start + name.length + 1
    // Left to trim(), the space behind the colon would make every value a copy.
    if (this.#bytes[start] === SPACE && start < line.end) start++
    return [readText(this.#bytes, start, line.end).trim()]
  }
}

const CONTEXT_NAMES = ['traceparent', 'tracestate', 'Xraceparent'] as const
const NO_VALUES: readonly string[] = []
