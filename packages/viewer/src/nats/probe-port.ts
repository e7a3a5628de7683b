import { createInbox, type NatsConnection } from '@nats-io/nats-core'
import {
  clockBounds,
  examineStreams,
  explain,
  render,
  toSpans,
  trace,
  type Facts,
  type Trace,
  type TraceOptions,
} from '@hopscope/path'
import type { ProbeRequest, ProbeResult } from '../api/probe-view.ts'
import type { Probed, ProbePort } from '../http/ports.ts'
import { producerSpan } from './producer-span.ts'

/** How probes are sent. */
export type ProbeOptions = Pick<TraceOptions, 'inboxPrefix' | 'timeoutMs'>

/** Probes through a connection, as `hopscope trace` does; a dry run unless it is to deliver. */
export function probePort(connection: NatsConnection, options: ProbeOptions = {}): ProbePort {
  return {
    probe: async (request, signal) => {
      const { subject, headers = [], payload = '', deliver = false } = request
      const traced = await trace(connection, subject, {
        ...options,
        payload,
        headers: byName(headers),
        deliver,
        signal,
        // Streams that would reject the message say so in a reply, which nobody else gets.
        ...(!deliver && { reply: createInbox(options.inboxPrefix) }),
      })
      const isOwn = !headers.some(([name]) => name.toLowerCase() === 'traceparent')
      const streams = await examineStreams(connection, traced.assembly, { signal })
      const facts: Facts = { ...factsOf(traced), streams }
      return { result: toResult(traced, facts, headers), spans: spansOf(traced, isOwn) }
    },
  }
}

type Pairs = NonNullable<ProbeRequest['headers']>

function byName(pairs: Pairs): NonNullable<TraceOptions['headers']> {
  const groups = Map.groupBy(pairs, ([name]) => name)
  return [...groups].map(([name, members]) => [name, members.map(([, value]) => value)] as const)
}

function toResult(traced: Trace, facts: Facts, given: Pairs): ProbeResult {
  const { assembly, events, traceId } = traced
  const text = render(assembly, { facts })
  const [verdict = ''] = render(assembly, { facts, width: Infinity }).split('\n', 1)
  const origin = events.find(({ hop }) => hop === '')
  const sent = [...(origin?.headers ?? [])].flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  )
  return {
    ...(traceId !== undefined && events.length > 0 && { traceId }),
    isComplete: explain(assembly, facts).verdict.complete,
    verdict,
    headers: sent.length > 0 ? sent : given,
    text,
  }
}

function factsOf(traced: Trace): Facts {
  const { replies } = traced
  return { clocks: clockBounds(traced), ...(replies !== undefined && { replies }) }
}

function spansOf(traced: Trace, isOwn: boolean): Probed['spans'] {
  const { events, traceId, producerSpanId } = traced
  if (traceId === undefined || producerSpanId === undefined) return []
  const hops = events.flatMap((event) => toSpans(event, { traceId, producerSpanId }) ?? [])
  if (hops.length === 0) return []
  // With a context that was given the span above the first hop is somebody else's.
  return isOwn ? [producerSpan(traced, { traceId, spanId: producerSpanId }), ...hops] : hops
}
