import type { AnyValue, AttributeMap, LogRecordData, SpanData } from '@hopscope/observe/otlp'

/** What of telemetry is not to be kept. */
export interface MaskOptions {
  /** Keep `messaging.nats.message.body`. */
  readonly storePayloads: boolean
}

/** A span without secrets: values of headers that look like some are masked, and payloads left out. */
export function maskSpan(span: SpanData, options: MaskOptions): SpanData {
  const attributes = maskAttributes(span.attributes, options)
  const events = mapChanged(span.events, (event) => {
    const masked = maskAttributes(event.attributes, options)
    return masked === event.attributes ? event : { ...event, attributes: masked }
  })
  const links = mapChanged(span.links, (link) => {
    const masked = maskAttributes(link.attributes, options)
    return masked === link.attributes ? link : { ...link, attributes: masked }
  })
  const isSame = attributes === span.attributes && events === span.events && links === span.links
  return isSame ? span : { ...span, attributes, events, links }
}

/** A log record without secrets, as {@link maskSpan} has it. */
export function maskLogRecord(record: LogRecordData, options: MaskOptions): LogRecordData {
  const attributes = maskAttributes(record.attributes, options)
  return attributes === record.attributes ? record : { ...record, attributes }
}

/** The attributes themselves if none of them is to be masked. */
export function maskAttributes(attributes: AttributeMap, options: MaskOptions): AttributeMap {
  let masked: Record<string, AnyValue> | undefined
  for (const key of Object.keys(attributes)) {
    const isPayload = key === PAYLOAD && !options.storePayloads
    if (!isPayload && !isSecretHeader(key)) continue
    masked ??= Object.assign(Object.create(null), attributes) as Record<string, AnyValue>
    if (isPayload) delete masked[key]
    else masked[key] = Array.isArray(attributes[key]) ? [MASKED] : MASKED
  }
  return masked ?? attributes
}

/** What stands where a secret was. */
const MASKED = '(masked)'

const PAYLOAD = 'messaging.nats.message.body'

// Of `messaging.header.`, `http.request.header.`, `rpc.request.metadata.` and those like them.
function isSecretHeader(key: string): boolean {
  if (!key.includes('header.') && !key.includes('metadata.')) return false
  return SECRET.test(key)
}

const SECRET =
  /(?:^|\.)(?:header|metadata)\..*(?:authorization|cookie|token|secret|key|passw|credential|signature|jwt)/i

function mapChanged<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  let changed: T[] | undefined
  for (const [at, item] of items.entries()) {
    const mapped = map(item)
    if (mapped === item) continue
    changed ??= [...items]
    changed[at] = mapped
  }
  return changed ?? items
}
