import type { MsgHdrs } from '@nats-io/nats-core'
import {
  deadLetterHeaders,
  sanitizeHeaderValue,
  withoutServerTrace,
  type DeadLetterInfo,
  type HeaderCarrier,
} from '@hopscope/observe/headers'
import { TracedHeaders } from '../../headers/traced-headers.ts'

/**
 * The headers of a dead letter: those of the message, without what NATS wrote for it, and what says
 * why it is one.
 *
 * The trace context stays that of the message: whoever reads the dead letter is to find what
 * published it. They count as injected already, so that tracing leaves them alone.
 */
export function deadLetterCopy(original: HeaderCarrier | undefined, info: DeadLetterInfo): MsgHdrs {
  const added = deadLetterHeaders(info)
  const names = new Set(added.map(([name]) => name))
  const copy = new TracedHeaders()
  for (const [name, values] of withoutServerTrace(original)) {
    // Of a dead letter that was replayed and is one again, in whatever case.
    if (!names.has(name.toLowerCase())) copy.add(name, values.map(sanitized))
  }
  for (const [name, value] of added) copy.add(name, [value])
  return copy
}

// What others put into a header that may not be sent is not sent on.
function sanitized(value: string): string {
  return sanitizeHeaderValue(value, Infinity)
}
