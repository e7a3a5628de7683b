import type { ResourceSpans } from '@hopscope/observe/otlp'
import { VERSION } from '../../version.ts'
import type { TraceRecord } from '../record/trace-record.ts'

/**
 * The span above the first hop: that of the one who sent the message, until the last server reported.
 *
 * `undefined` when the message carried the context of somebody else, whose span that is, and when
 * it is not known when the message was sent.
 */
export function producerSpan(record: TraceRecord): ResourceSpans | undefined {
  const { ownContext, traceId, producerSpanId, subject, dryRun } = record
  const { sentAtUnixNano, receivedAtUnixNano = [] } = record
  if (ownContext !== true || traceId === undefined || producerSpanId === undefined) return undefined
  if (sentAtUnixNano === undefined) return undefined

  return {
    resource: { attributes: { 'service.name': 'hopscope', 'service.version': VERSION } },
    scopeSpans: [
      {
        scope: { name: 'hopscope', version: VERSION },
        spans: [
          {
            traceId,
            spanId: producerSpanId,
            flags: SAMPLED,
            name: `publish ${subject}`,
            kind: 'producer',
            startTimeUnixNano: sentAtUnixNano,
            endTimeUnixNano: receivedAtUnixNano.at(-1) ?? sentAtUnixNano,
            attributes: {
              'messaging.system': 'nats',
              'messaging.operation.name': 'publish',
              'messaging.operation.type': 'send',
              'messaging.destination.name': subject,
              ...(dryRun && { 'nats.trace.dry_run': true }),
            },
            events: [],
            links: [],
            status: { code: 'unset' },
          },
        ],
      },
    ],
  }
}

const SAMPLED = 0x01
