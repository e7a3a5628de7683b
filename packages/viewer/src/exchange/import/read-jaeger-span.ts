import {
  SPAN_KINDS,
  type Scope,
  type SpanData,
  type SpanEvent,
  type SpanLink,
} from '@hopscope/observe/otlp'
import { attributeMap, field, listField, textField } from './json-fields.ts'
import { readTags, type Tags } from './read-jaeger-tags.ts'

/** A span of Jaeger, and what it says of who made it. */
export interface JaegerSpan {
  readonly span: SpanData
  readonly scope: Scope
  readonly processId: string
}

/** Reads one span; `undefined` when it has no ids. */
export function readJaegerSpan(json: unknown): JaegerSpan | undefined {
  const traceId = readId(field(json, 'traceID'), 32)
  const spanId = readId(field(json, 'spanID'), 16)
  if (traceId === undefined || spanId === undefined) return undefined

  const { tags, special } = readTags(listField(json, 'tags'), SPECIAL_TAGS)
  const references = listField(json, 'references').flatMap((each) => readReference(each) ?? [])
  const parentSpanId = parentOf(json, traceId, references)
  const startTimeUnixNano = readMicros(field(json, 'startTime'))
  const traceState = special.get('w3c.tracestate')
  const span: SpanData = {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(traceState !== undefined && { traceState }),
    name: textField(json, 'operationName'),
    kind: SPAN_KINDS.find((kind) => kind === special.get('span.kind')) ?? 'unspecified',
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + readMicros(field(json, 'duration')),
    attributes: withoutError(tags),
    events: listField(json, 'logs').map(readLog),
    links: references.filter((each) => !isParent(each, traceId, parentSpanId)).map(toLink),
    status: statusOf(special, tags),
  }
  return { span, scope: scopeOf(special), processId: textField(json, 'processID') }
}

/** What OpenTelemetry has a place of its own for, as its exporters to Jaeger name it. */
const SPECIAL_TAGS: readonly string[] = [
  'span.kind',
  'otel.status_code',
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
  'otel.library.name',
  'otel.library.version',
  'w3c.tracestate',
]

interface Reference {
  readonly traceId: string
  readonly spanId: string
  readonly isChildOf: boolean
}

function readReference(json: unknown): Reference | undefined {
  const traceId = readId(field(json, 'traceID'), 32)
  const spanId = readId(field(json, 'spanID'), 16)
  if (traceId === undefined || spanId === undefined) return undefined
  return { traceId, spanId, isChildOf: textField(json, 'refType') === 'CHILD_OF' }
}

function parentOf(
  json: unknown,
  traceId: string,
  references: readonly Reference[],
): string | undefined {
  const here = references.filter((reference) => reference.traceId === traceId)
  const parent = here.find(({ isChildOf }) => isChildOf) ?? here[0]
  // Older ones have the parent beside the references.
  return parent?.spanId ?? readId(field(json, 'parentSpanID'), 16)
}

function isParent(reference: Reference, traceId: string, spanId: string | undefined): boolean {
  return reference.traceId === traceId && reference.spanId === spanId
}

function toLink({ traceId, spanId, isChildOf }: Reference): SpanLink {
  const type = isChildOf ? 'child_of' : 'follows_from'
  return { traceId, spanId, attributes: attributeMap([['opentracing.ref_type', type]]) }
}

function readLog(json: unknown): SpanEvent {
  const { tags, special } = readTags(listField(json, 'fields'), ['event'])
  return {
    name: special.get('event') ?? 'log',
    timeUnixNano: readMicros(field(json, 'timestamp')),
    attributes: tags,
  }
}

function statusOf(special: ReadonlyMap<string, string>, tags: Tags): SpanData['status'] {
  const told = special.get('otel.status_code')?.toLowerCase()
  const message = special.get('otel.status_description')
  if (told === 'error' || tags['error'] === true) {
    return { code: 'error', ...(message !== undefined && { message }) }
  }
  return { code: told === 'ok' ? 'ok' : 'unset', ...(message !== undefined && { message }) }
}

// The tag says that there was one; where it says which, it is an attribute like any other.
function withoutError(tags: Tags): Tags {
  if (typeof tags['error'] !== 'boolean') return tags
  return attributeMap(Object.entries(tags).filter(([key]) => key !== 'error'))
}

function scopeOf(special: ReadonlyMap<string, string>): Scope {
  const version = special.get('otel.scope.version') ?? special.get('otel.library.version')
  return {
    name: special.get('otel.scope.name') ?? special.get('otel.library.name') ?? '',
    ...(version !== undefined && { version }),
  }
}

function readId(value: unknown, digits: number): string | undefined {
  if (typeof value !== 'string' || !/^[\da-f]{1,32}$/i.test(value)) return undefined
  const id = value.toLowerCase().padStart(digits, '0')
  return id.length === digits && /[^0]/.test(id) ? id : undefined
}

// Microseconds to nanoseconds; a fraction is kept, though Jaeger itself has none.
function readMicros(value: unknown): bigint {
  const micros = typeof value === 'string' ? Number(value) : value
  if (typeof micros !== 'number' || !(micros >= 0) || micros > MAX_MICROS) return 0n
  const whole = Math.floor(micros)
  return BigInt(whole) * 1000n + BigInt(Math.round((micros - whole) * 1000))
}

// What 64 bits of nanoseconds hold.
const MAX_MICROS = 18_446_744_073_709_000
