import { TraceFlags, type Link } from '@opentelemetry/api'
import { reportFailure } from '../../safely.ts'
import { toList } from './attribute-list.ts'
import { linkFlags } from './otlp-flags.ts'
import { ZERO_IDS } from './span-ids.ts'
import type { SpanLimits } from './span-limits.ts'
import { toOrigin, type SpanOrigin } from './span-origin.ts'
import type { RecordedLink } from './span-record.ts'

/** A link as it is recorded; `undefined` for one that says nothing, or cannot be read. */
export function toRecordedLink(link: Link, limits: SpanLimits): RecordedLink | undefined {
  try {
    return readLink(link, limits)
  } catch (error) {
    reportFailure('reading a link', error)
    return undefined
  }
}

function readLink(
  { context, attributes, droppedAttributesCount }: Link,
  limits: SpanLimits,
): RecordedLink | undefined {
  const cut = toList(attributes, limits.maxLinkAttributes, limits.maxValueLength)
  // A link that leads nowhere is kept for what it says (trace API, add link).
  const origin = toOrigin(context) ?? (cut.attributes.length > 0 ? NOWHERE : undefined)
  if (origin === undefined) return undefined

  return {
    ids: origin,
    flags: linkFlags(origin.flags, origin.isRemote === true),
    traceState: origin.traceState,
    attributes: cut.attributes,
    droppedAttributesCount: cut.droppedAttributesCount + toCount(droppedAttributesCount),
  }
}

const NOWHERE: SpanOrigin = { ...ZERO_IDS, flags: TraceFlags.NONE, traceState: undefined }

function toCount(value: number | undefined): number {
  return typeof value === 'number' && value >>> 0 === value ? value : 0
}
