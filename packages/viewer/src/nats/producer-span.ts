import type { ResourceSpans } from '@hopscope/observe/otlp'
import type { Trace } from '@hopscope/path'

/** The little of a trace that its first span is made of. */
export type SentMessage = Pick<
  Trace,
  'subject' | 'dryRun' | 'sentAtUnixNano' | 'receivedAtUnixNano'
>

/** The span of the one who sent a probe: from the publish until the last server reported. */
export function producerSpan(
  { subject, dryRun, sentAtUnixNano, receivedAtUnixNano }: SentMessage,
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
): ResourceSpans {
  return {
    resource: { attributes: { 'service.name': 'hopscope' } },
    scopeSpans: [
      {
        scope: { name: '@hopscope/viewer' },
        spans: [
          {
            traceId,
            spanId,
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
