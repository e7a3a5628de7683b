import type { JsonScanner } from './json-scanner.ts'
import { literalOf } from './literal.ts'
import { parseIdBytes } from './parse-id-bytes.ts'
import { scanMap } from './scan-map.ts'
import type { EventSlot, SpanSlots } from './span-slots.ts'

/** Finds the parts of a span of the first DagNats; `false` if anything in it is not as DagNats wrote it. */
export function scanSpanV1(scanner: JsonScanner, span: SpanSlots): boolean {
  span.clear()
  if (!scanner.take(OPEN)) return false
  let field = -1
  do {
    field = scanner.oneOf(FIELDS, field + 1)
    if (!scanField(scanner, span, field)) return false
  } while (scanner.comma())
  if (span.status !== ERROR) span.message.clear()
  return scanner.take(CLOSE) && span.isWhole && span.hasEnd
}

// In the order in which Go writes them.
const FIELDS = [
  '"trace_id":',
  '"span_id":',
  '"parent_id":',
  '"name":',
  '"service":',
  '"kind":',
  '"start_time":',
  '"end_time":',
  '"duration_ms":',
  '"status":',
  '"attributes":',
  '"events":',
  '"error":',
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
      span.hasParent = scanner.string() && parseIdBytes(scanner, span.parentSpanId)
      return span.hasParent
    case 3:
      return span.name.scan(scanner)
    case 4:
      return span.service.scan(scanner)
    case 5:
      span.kind = scanner.oneOf(KINDS)
      return span.kind >= 0
    case 6:
      span.hasStart = scanner.string() && span.start.parseTime(scanner)
      return span.hasStart
    case 7:
      span.hasEnd = scanner.string() && span.end.parseTime(scanner)
      return span.hasEnd
    case 8:
      return scanner.number() !== undefined
    case 9:
      span.status = scanner.oneOf(STATUSES) + 1
      return span.status > 0
    case 10:
      return scanAttributes(scanner, span)
    case 11:
      return scanEvents(scanner, span)
    case 12:
      return span.message.scan(scanner)
    default:
      return false
  }
}

// At the places of their numbers.
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'].map((kind) =>
  literalOf(`"${kind}"`),
)
// The numbers are one more.
const STATUSES = ['ok', 'error'].map((status) => literalOf(`"${status}"`))
const ERROR = 2

function scanAttributes(scanner: JsonScanner, span: SpanSlots): boolean {
  const isKnown = scanMap(scanner, span.attributes)
  span.closeAttributes()
  return isKnown
}

function scanEvents(scanner: JsonScanner, span: SpanSlots): boolean {
  if (!scanner.take(OPEN_LIST)) return false
  do {
    const event = span.openEvent()
    if (!event || !scanEvent(scanner, span, event)) return false
    span.closeEvent(event)
  } while (scanner.comma())
  return scanner.take(CLOSE_LIST)
}

function scanEvent(scanner: JsonScanner, { attributes }: SpanSlots, event: EventSlot): boolean {
  if (!scanner.take(OPEN) || !scanner.literal(NAME) || !event.name.scan(scanner)) return false
  if (!scanner.comma() || !scanner.literal(TIME) || !scanner.string()) return false
  if (!event.time.parseTime(scanner)) return false
  if (scanner.take(CLOSE)) return true
  if (!scanner.comma() || !scanner.literal(ATTRIBUTES)) return false
  return scanMap(scanner, attributes) && scanner.take(CLOSE)
}

const NAME = literalOf('"name":')
const TIME = literalOf('"time":')
const ATTRIBUTES = literalOf('"attributes":')
const OPEN = 0x7b
const CLOSE = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
