import type { Link } from '@opentelemetry/api'
import { toList } from './attribute-list.ts'
import { linkFlags } from './otlp-flags.ts'
import { parseIds, ZERO_IDS } from './span-ids.ts'
import type { SpanLimits } from './span-limits.ts'
import type { RecordedLink } from './span-record.ts'

/** A link as it is recorded; `undefined` for one that says nothing. */
export function toRecordedLink(
  { context, attributes, droppedAttributesCount = 0 }: Link,
  limits: SpanLimits,
): RecordedLink | undefined {
  const cut = toList(attributes, limits.maxLinkAttributes, limits.maxValueLength)
  // A link that leads nowhere is kept for what it says (trace API, add link).
  const ids = parseIds(context) ?? (cut.attributes.length > 0 ? ZERO_IDS : undefined)
  if (ids === undefined) return undefined

  return {
    ids,
    flags: linkFlags(context.traceFlags, context.isRemote === true),
    traceState: context.traceState,
    attributes: cut.attributes,
    droppedAttributesCount: cut.droppedAttributesCount + droppedAttributesCount,
  }
}
