import { AsciiText } from '@hopscope/observe/recorder'
import { extractSpanContext } from '@hopscope/observe/w3c'
import { trace, type Span } from '@opentelemetry/api'
import { lineEnd } from './line-end.ts'
import type { RawHeaders } from './raw-message.ts'
import { readText } from './read-text.ts'
import { isLowerCase } from './trace-header-at.ts'
import type { TraceHeaderName, TraceHeaders } from './trace-headers.ts'

/** A header that tracing reads, other than `traceparent`, and those found before it. */
export interface Line {
  readonly name: TraceHeaderName
  /** Where its name begins. */
  readonly start: number
  /** Where its value ends. */
  readonly end: number
  readonly before: Line | undefined
}

/** Of those lines, that with a name. */
export function lineNamed(lines: Line | undefined, name: TraceHeaderName): Line | undefined {
  let line = lines
  while (line !== undefined && line.name !== name) line = line.before
  return line
}

/** Where a header begins that is not there. */
export const NOWHERE = -1

/** Headers that were found in the bytes of a message, and are decoded when they are asked for. */
export class ScannedHeaders implements TraceHeaders {
  readonly result: TraceHeaders['result']
  readonly span: Span | undefined
  readonly isOtherCase: boolean
  readonly #bytes: Uint8Array
  readonly #end: number
  readonly #traceparent: number
  readonly #others: Line | undefined

  /**
   * @param traceparent where its name begins
   * @param span that of `traceparent`, if it is a plain one
   */
  constructor(
    raw: RawHeaders,
    traceparent: number,
    span: Span | undefined,
    others: Line | undefined,
  ) {
    this.#bytes = raw.bytes
    this.#end = raw.end
    this.#traceparent = traceparent
    this.#others = others
    if (span !== undefined && lineNamed(others, 'tracestate') === undefined) {
      this.result = 'ok'
      this.span = span
      this.isOtherCase = false
      return
    }
    const found = CONTEXT_NAMES.map((name) => [name, this.values(name)] as const)
    const { result, spanContext } = extractSpanContext(found)
    this.result = result
    this.span = spanContext && trace.wrapSpanContext(spanContext)
    this.isOtherCase =
      traceparent !== NOWHERE && !isLowerCase(this.#bytes, traceparent, traceparent + 11)
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

    const bytes = this.#bytes
    const start = this.#valueStart(line)
    const isTrimmed = isVisible(bytes[start]) && isVisible(bytes[line.end - 1])
    const text = isTrimmed ? AsciiText.of(bytes, start, line.end) : undefined
    return text ?? this.values(name)[0]
  }

  #line(name: TraceHeaderName): Line | undefined {
    return name === 'traceparent' ? this.#traceparentLine() : lineNamed(this.#others, name)
  }

  // Its end is looked for only where its text is wanted.
  #traceparentLine(): Line | undefined {
    const start = this.#traceparent
    if (start === NOWHERE) return undefined

    const name = 'traceparent'
    const end = lineEnd(this.#bytes, start + name.length, this.#end)
    return { name, start, end, before: undefined }
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

const SPACE = 0x20
const DELETE = 0x7f
const CONTEXT_NAMES = ['traceparent', 'tracestate', 'Xraceparent'] as const
const NO_VALUES: readonly string[] = []
