import { scanKeyValues } from './scan-key-values.ts'
import type { JsonScanner } from './json-scanner.ts'
import { literalOf } from './literal.ts'
import { parseIdBytes } from './parse-id-bytes.ts'
import type { EventSlot, SpanSlots } from './span-slots.ts'

/** Finds the parts of a span of DagNats; `false` if anything in it is not as DagNats writes it. */
export function scanSpan(scanner: JsonScanner, span: SpanSlots): boolean {
  span.clear()
  if (!scanner.take(OPEN)) return false
  let field = -1
  do {
    field = scanner.oneOf(FIELDS, field + 1)
    if (!scanField(scanner, span, field)) return false
  } while (scanner.comma())
  return scanner.take(CLOSE) && span.isWhole
}

// In the order in which Go writes them, which is that of their numbers.
const FIELDS = [
  '"traceId":',
  '"spanId":',
  '"traceState":',
  '"parentSpanId":',
  '"name":',
  '"kind":',
  '"startTimeUnixNano":',
  '"endTimeUnixNano":',
  '"attributes":',
  '"events":',
  '"status":',
].map(literalOf)

function scanField(scanner: JsonScanner, span: SpanSlots, field: number): boolean {
  switch (field) {
    case 0:
      span.hasTraceId = scanner.string() && parseIdBytes(scanner, span.traceId)
      return span.hasTraceId
    case 1:
      span.hasSpanId = scanner.string() && parseIdBytes(scanner, span.spanId)
      return span.hasSpanId
    case 2:
      return span.traceState.scan(scanner)
    case 3:
      span.hasParent = scanner.string() && parseIdBytes(scanner, span.parentSpanId)
      return span.hasParent
    case 4:
      return span.name.scan(scanner)
    case 5:
      span.kind = scanner.oneOf(KINDS)
      return span.kind >= 0
    case 6:
      span.hasStart = scanner.string() && span.start.parseDigits(scanner)
      return span.hasStart
    case 7:
      span.hasEnd = scanner.string() && span.end.parseDigits(scanner)
      return span.hasEnd
    case 8:
      return scanAttributes(scanner, span)
    case 9:
      return scanEvents(scanner, span)
    case 10:
      return scanStatus(scanner, span)
    default:
      return false
  }
}

// At the places of their numbers.
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map((kind) =>
  literalOf(`"SPAN_KIND_${kind}"`),
)

function scanAttributes(scanner: JsonScanner, span: SpanSlots): boolean {
  const isKnown = scanKeyValues(scanner, span.attributes)
  span.closeAttributes()
  return isKnown
}

function scanEvents(scanner: JsonScanner, span: SpanSlots): boolean {
  if (!scanner.take(OPEN_LIST)) return false
  if (scanner.take(CLOSE_LIST)) return true
  do {
    const event = span.openEvent()
    if (!event || !scanEvent(scanner, span, event)) return false
    span.closeEvent(event)
  } while (scanner.comma())
  return scanner.take(CLOSE_LIST)
}

function scanEvent(scanner: JsonScanner, { attributes }: SpanSlots, event: EventSlot): boolean {
  if (!scanner.take(OPEN) || !scanner.literal(TIME)) return false
  if (!scanner.string() || !event.time.parseDigits(scanner)) return false
  if (!scanner.comma() || !scanner.literal(NAME) || !event.name.scan(scanner)) return false
  if (scanner.take(CLOSE)) return true
  if (!scanner.comma() || !scanner.literal(ATTRIBUTES)) return false
  return scanKeyValues(scanner, attributes) && scanner.take(CLOSE)
}

function scanStatus(scanner: JsonScanner, span: SpanSlots): boolean {
  if (!scanner.take(OPEN)) return false
  if (scanner.take(CLOSE)) return true
  if (scanner.literal(MESSAGE)) {
    if (!span.message.scan(scanner)) return false
    return scanner.comma() ? scanCode(scanner, span) && scanner.take(CLOSE) : scanner.take(CLOSE)
  }
  if (!scanCode(scanner, span)) return false
  if (!scanner.comma()) return scanner.take(CLOSE)
  return scanner.literal(MESSAGE) && span.message.scan(scanner) && scanner.take(CLOSE)
}

function scanCode(scanner: JsonScanner, span: SpanSlots): boolean {
  if (!scanner.literal(CODE)) return false
  span.status = scanner.oneOf(CODES)
  return span.status >= 0
}

const TIME = literalOf('"timeUnixNano":')
const NAME = literalOf('"name":')
const ATTRIBUTES = literalOf('"attributes":')
const MESSAGE = literalOf('"message":')
const CODE = literalOf('"code":')
// At the places of their numbers.
const CODES = ['UNSET', 'OK', 'ERROR'].map((code) => literalOf(`"STATUS_CODE_${code}"`))
const OPEN = 0x7b
const CLOSE = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
