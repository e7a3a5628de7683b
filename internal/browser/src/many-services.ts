import { formatTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'

/** Traces as OTLP JSON in which no service has two spans: each calls the next one of its trace. */
export function manyServices(services: number, spansPerTrace: number): string {
  const atMs = Date.now()
  const resourceSpans = Array.from({ length: services }, (_, number): ResourceSpans => {
    const start = BigInt(atMs + Math.floor(number / spansPerTrace)) * 1_000_000n
    const isRoot = number % spansPerTrace === 0
    return {
      resource: { attributes: { 'service.name': `service ${number}` } },
      scopeSpans: [
        {
          scope: { name: 'test' },
          spans: [
            {
              traceId: hex(1 + Math.floor(number / spansPerTrace), 32),
              spanId: hex(1 + number, 16),
              ...(!isRoot && { parentSpanId: hex(number, 16) }),
              name: `work ${number}`,
              kind: isRoot ? 'server' : 'consumer',
              startTimeUnixNano: start,
              endTimeUnixNano: start + 1_000_000n,
              attributes: { 'messaging.destination.name': `subject.${number}` },
              events: [],
              links: [],
              status: { code: 'unset' },
            },
          ],
        },
      ],
    }
  })
  return formatTracesJson({ resourceSpans })
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
