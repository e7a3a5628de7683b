import { hopSpanId } from '@hopscope/observe/hop'
import { TraceFlags, type Link } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { isTraceDisabled } from '../headers/index.ts'
import type { Incoming } from '../propagation/extract-w3c.ts'

/**
 * The link to the very server hop that delivered a message of core NATS; none if it is not known.
 *
 * The server that the client is connected to wrote its hop into the message, so the id of its span
 * is known here, before that span exists. Without the header, the message was published on this
 * server or not traced by it; readers then join by the server's name. Where tracing was disabled on
 * the way, the header may be that of a server before.
 */
export function hopLinks(
  { connection }: Instrumentation,
  incoming: Incoming,
  subject: string,
): readonly Link[] {
  const { headers } = incoming
  const hop = headers.values('Nats-Trace-Hop')[0]
  if (!hop) return NO_LINKS

  const { spanContext } = incoming
  const server = connection.info?.server_name
  if (!server || !spanContext || isTraceDisabled(headers)) return NO_LINKS

  const { traceId, spanId } = spanContext
  const messageId = headers.values('Nats-Msg-Id')[0]
  const key = { traceId, producerSpanId: spanId, server, hop, subject, messageId }
  return [{ context: { traceId, spanId: hopSpanId(key), traceFlags: TraceFlags.SAMPLED } }]
}

const NO_LINKS: readonly Link[] = []
