import { AsciiText } from '@hopscope/observe/recorder'
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
  let traceparent: Line | undefined
  let span: Span | undefined
  let others: Line | undefined
  // The first line is `NATS/1.0`, at times with a status.
  let start = lineEnd(bytes, 0, end) + 2
  while (start < end) {
    const name = traceHeaderAt(bytes, start, end)
    if (name === undefined) {
      start = lineEnd(bytes, start, end) + 2
    } else if (name === 'traceparent') {
      if (traceparent !== undefined) return undefined
      span = plainTraceparent(bytes, start, end)
      const next = span ? start + PLAIN_LENGTH : lineEnd(bytes, start + name.length, end)
      traceparent = { name, start, end: next, before: undefined }
      start = next + 2
    } else {
      if (lineNamed(others, name) !== undefined) return undefined
      const next = lineEnd(bytes, start + name.length, end)
      others = { name, start, end: next, before: others }
      start = next + 2
    }
  }
  return new ScannedHeaders(bytes, traceparent, span, others)
}

/** A header that tracing reads, and those found before it. */
interface Line {
  readonly name: TraceHeaderName
  /** Where its name begins. */
  readonly start: number
  /** Where its value ends. */
  readonly end: number
  readonly before: Line | undefined
}

/** Where the line break after `from` is; `end` when there is none. A lone CR or LF is none. */
function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  // Of the two bytes of a line break, every other byte that is looked at is one.
  for (let at = from + 1; at < end; at += 2) {
    const byte = bytes[at] ?? 0
    if (byte > CR) continue
    if (byte === LF && bytes[at - 1] === CR) return at - 1
    if (byte === CR && at + 1 < end && bytes[at + 1] === LF) return at
  }
  return end
}

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const DELETE = 0x7f

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
  readonly #bytes: Uint8Array
  readonly #traceparent: Line | undefined
  readonly #others: Line | undefined

  /** @param span that of `traceparent`, if it is a {@link plainTraceparent} */
  constructor(
    bytes: Uint8Array,
    traceparent: Line | undefined,
    span: Span | undefined,
    others: Line | undefined,
  ) {
    this.#bytes = bytes
    this.#traceparent = traceparent
    this.#others = others
    if (span !== undefined && lineNamed(others, 'tracestate') === undefined) {
      this.result = 'ok'
      this.span = span
      return
    }
    const found = CONTEXT_NAMES.map((name) => [name, this.values(name)] as const)
    const { result, spanContext } = extractSpanContext(found)
    this.result = result
    this.span = spanContext && trace.wrapSpanContext(spanContext)
  }

  get isOtherCase(): boolean {
    const line = this.#traceparent
    return line !== undefined && !isLowerCase(this.#bytes, line.start, line.start + 11)
  }

  // A value as nats.js makes it: UTF-8, and trimmed.
  values(name: TraceHeaderName): readonly string[] {
    const line = this.#line(name)
    if (line === undefined) return NO_VALUES

    return [readText(this.#bytes, this.#valueStart(line), line.end).trim()]
  }

  text(name: TraceHeaderName): AsciiText | string | undefined {
    const line = this.#line(name)
    if (line === undefined) return undefined

    const start = this.#valueStart(line)
    const isTrimmed = isVisible(this.#bytes[start]) && isVisible(this.#bytes[line.end - 1])
    const text = isTrimmed ? AsciiText.of(this.#bytes, start, line.end) : undefined
    return text ?? this.values(name)[0]
  }

  #line(name: TraceHeaderName): Line | undefined {
    return name === 'traceparent' ? this.#traceparent : lineNamed(this.#others, name)
  }

  // Left to trim(), the space behind the colon would make every value a copy.
  #valueStart({ name, start, end }: Line): number {
    const value = start + name.length + 1
    return this.#bytes[value] === SPACE && value < end ? value + 1 : value
  }
}

function isVisible(byte = 0): boolean {
  return byte > SPACE && byte < DELETE
}

const CONTEXT_NAMES = ['traceparent', 'tracestate', 'Xraceparent'] as const
const NO_VALUES: readonly string[] = []
