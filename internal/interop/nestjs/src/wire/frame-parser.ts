import type { Frame, HeaderLine } from './frame.ts'

/**
 * Takes the messages out of the bytes that one side of a NATS connection sends, in whatever pieces
 * they come. Operations without a message are passed over, but for those `onLine` is told of.
 */
export class FrameParser {
  readonly #onFrame: (frame: Frame) => void
  readonly #onLine: (line: string) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(onFrame: (frame: Frame) => void, onLine: (line: string) => void = () => {}) {
    this.#onFrame = onFrame
    this.#onLine = onLine
  }

  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    for (;;) {
      const end = this.#rest.indexOf(LINE_END)
      if (end < 0) return

      const line = this.#rest.toString('latin1', 0, end)
      const head = parseHead(line)
      const start = end + LINE_END.length
      if (head === undefined) {
        this.#rest = this.#rest.subarray(start)
        this.#onLine(line)
        continue
      }

      const stop = start + head.totalBytes
      if (this.#rest.length < stop + LINE_END.length) return
      this.#onFrame(toFrame(head, this.#rest.subarray(start, stop)))
      this.#rest = this.#rest.subarray(stop + LINE_END.length)
    }
  }
}

const LINE_END = '\r\n'

interface Head {
  readonly verb: Frame['verb']
  readonly subject: string
  readonly reply: string | undefined
  readonly headerBytes: number
  readonly totalBytes: number
}

// How many tokens come before the sizes, without a reply: `PUB subject`, `MSG subject sid`.
const FIXED_TOKENS: Readonly<Record<Frame['verb'], number>> = { PUB: 2, HPUB: 2, MSG: 3, HMSG: 3 }

function parseHead(line: string): Head | undefined {
  const tokens = line.split(/[ \t]+/)
  const verb = tokens[0]?.toUpperCase()
  if (!isVerb(verb)) return undefined

  const sizes = verb.startsWith('H') ? 2 : 1
  const fixed = FIXED_TOKENS[verb]
  const [subject = ''] = tokens.slice(1)
  const [first = 0, second] = tokens.slice(-sizes).map(Number)
  return {
    verb,
    subject,
    reply: tokens.length > fixed + sizes ? tokens[fixed] : undefined,
    headerBytes: second === undefined ? 0 : first,
    totalBytes: second ?? first,
  }
}

function isVerb(verb: string | undefined): verb is Frame['verb'] {
  return verb !== undefined && verb in FIXED_TOKENS
}

function toFrame({ verb, subject, reply, headerBytes }: Head, body: Buffer): Frame {
  const [statusLine, ...lines] = body.toString('utf8', 0, headerBytes).split(LINE_END)
  return {
    verb,
    subject,
    ...(reply !== undefined && { reply }),
    ...(statusLine && { statusLine }),
    headers: lines.filter((line) => line !== '').map(toHeaderLine),
    payload: Uint8Array.from(body.subarray(headerBytes)),
  }
}

function toHeaderLine(line: string): HeaderLine {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}
