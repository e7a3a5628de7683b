import { isServerKind, kindIn, textOf } from '@hopscope/path'
import type { SpanData, SpanEvent } from '@hopscope/observe/otlp'

/**
 * The accounts that a server handed a message into and from which nothing more is told, since the
 * receiving side does not set `allow_trace`.
 *
 * @param span of the server's hop
 * @param hasStore whether a stream on the server got the message
 */
export function accountStops({ events }: SpanData, hasStore: boolean): readonly string[] {
  const stops = events.flatMap((event, index) => {
    const account = textOf(event.attributes, 'nats.server.mapping.account')
    if (account === undefined || hasStore || isForServers(event)) return []
    const isTold =
      event.name === 'stream export'
        ? accountOf(events[index + 1]) === account
        : isServed(event, account, events.slice(index + 1, index + 1 + MAX_LOOK))
    return isTold ? [] : [account]
  })
  return [...new Set(stops)]
}

const MAX_LOOK = 64

function accountOf(event: SpanEvent | undefined): string | undefined {
  return event && textOf(event.attributes, 'nats.server.egress.account')
}

// Of what is sent on to another server, that one tells.
function isServed(crossing: SpanEvent, account: string, after: readonly SpanEvent[]): boolean {
  const to = textOf(crossing.attributes, 'nats.server.mapping.to')
  return after.some(({ name, attributes }) => {
    if (name === 'stream export') return true
    if (name === 'service import') return textOf(attributes, 'nats.server.mapping.from') === to
    if (isServerKind(kindIn(attributes, 'nats.server.egress.kind'))) return true
    return textOf(attributes, 'nats.server.egress.account') === account
  })
}

// Servers serve these themselves, and do not tell of it.
function isForServers({ attributes }: SpanEvent): boolean {
  const to = textOf(attributes, 'nats.server.mapping.to')
  return to !== undefined && /^\$(?:JS|JSC|MQTT|NRG|SYS)\./.test(to)
}
