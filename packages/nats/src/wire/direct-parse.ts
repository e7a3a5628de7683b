import { parserNumbers, type Parser, type ParserNumbers } from './parser-numbers.ts'
import { wholeMessages } from './whole-message.ts'

/**
 * Has `handler`, nats.js's protocol handler, read messages at less cost than its own parser does.
 *
 * That makes seven arrays of a message that has headers; of one that a read of the socket brought as
 * a whole, two are enough. It makes up for a part of what tracing costs. All else goes to the parser
 * as it came: other commands, the pieces of a message, and what is not written as servers write it;
 * and everything does if the parser is not that of nats.js 3.4.
 */
export function parseDirectly(handler: object): void {
  const known: Handler = handler
  const numbers = known.parser && parserNumbers(known.parser)
  if (!numbers) return

  const patch = (parser: Parser): void => {
    parser.parse = directParse(parser, numbers)
  }
  patch(known.parser as Parser)
  // To watch the field by an accessor would make every other field of the handler slow.
  const reset = known.resetOutbound?.bind(handler)
  if (!reset) return
  known.resetOutbound = () => {
    reset()
    patch(known.parser as Parser)
  }
}

/** The private fields of nats.js's protocol handler that are used. */
interface Handler {
  readonly parser?: object
  /** Makes another parser, each time that it connects anew. */
  resetOutbound?: () => void
}

/** What `parse` of nats.js's parser does: it tells the dispatcher what the bytes say. */
export function directParse(parser: Parser, { start, message }: ParserNumbers): Parser['parse'] {
  const parse = parser.parse.bind(parser)
  const readWhole = wholeMessages()

  return (bytes) => {
    let at = 0
    while (at < bytes.length) {
      const whole = parser.state === start ? readWhole(bytes, at) : undefined
      if (whole) {
        at = whole.end
        parser.dispatcher.push({ kind: message, msg: whole.msg, data: whole.data })
      } else {
        const end = endOfOther(parser, bytes, at)
        parse(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end))
        at = end
      }
    }
  }
}

// What comes next is a message again where what is not one ends: behind the line break of a command,
// or of the data that a message has still to get.
function endOfOther({ ma, msgBuf }: Parser, bytes: Uint8Array, at: number): number {
  const missing = ma && msgBuf ? ma.size - msgBuf.length + '\r\n'.length : 0
  const end = missing > 0 ? at + missing : bytes.indexOf(LF, at) + 1
  return end > at && end < bytes.length ? end : bytes.length
}

const LF = 0x0a
