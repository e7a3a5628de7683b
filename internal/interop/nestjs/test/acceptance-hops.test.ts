import {
  collect,
  assembleJourney,
  flatten,
  renderJourney,
  toSpans,
  type JourneySpan,
} from '@hopscope/path'
import type { SpanData, SpanKind } from '@hopscope/observe/otlp'
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream'
import { describe, expect, test } from 'vitest'
import type { Bench } from '../src/bench.ts'
import type { RecordedSpan } from '../src/recorded/fixture.ts'
import { valuesOf } from '../src/wire/frame.ts'
import { openedBench } from './acceptance.ts'
import { recording, type Recording } from './recorded.ts'

// Both ends are as nestjs-jetstream is: its bytes are published, and nothing of ours is in between.
// The account has its messages traced, and the servers tell of them.

describe('17: the servers between two services of nestjs-jetstream', () => {
  test('an event is seen on its server and in its stream, between its publisher and its handler', async () => {
    const bench = await openedBench({ config: TRACED })
    const { streams, consumers } = await jetstreamManager(bench.admin)
    const name = 'orders__microservice_ev-stream'
    await streams.add({ name, subjects: ['orders__microservice.ev.>'] })
    const durable_name = 'orders__microservice_ev-consumer'
    await consumers.add(name, { durable_name, ack_policy: AckPolicy.Explicit })

    expect(await journeyOf(bench, await recording('01-event'))).toMatchInlineSnapshot(`
      "POST /orders  gateway
      └─ publish orders__microservice.ev.orders.created  gateway__microservice
         └─ n1  client
            └─ stream orders__microservice_ev-stream  stored
               └─ process orders__microservice.ev.orders.created  orders__microservice

      3 services, 1 server, stored in orders__microservice_ev-stream, processed 1 time"
    `)
  })

  test('a core request is seen on its server, with the client that it left for', async () => {
    const bench = await openedBench({ config: TRACED })
    await bench.other.subscribe('orders__microservice.cmd.>')

    expect(await journeyOf(bench, await recording('10-rpc-core'))).toMatchInlineSnapshot(`
      "GET /orders/1  gateway
      └─ send orders__microservice.cmd.get.order  gateway__microservice
         ├─ process orders__microservice.cmd.get.order  orders__microservice
         └─ n1  client

      3 services, 1 server, processed 1 time"
    `)
  })

  test('a request by JetStream is seen on its server and in the stream of commands', async () => {
    const bench = await openedBench({ config: TRACED })
    const { streams } = await jetstreamManager(bench.admin)
    const name = 'billing__microservice_cmd-stream'
    await streams.add({ name, subjects: ['billing__microservice.cmd.>'] })

    expect(await journeyOf(bench, await recording('30-rpc-js'))).toMatchInlineSnapshot(`
      "POST /charge  gateway
      └─ send billing__microservice.cmd.charge  gatewayjs__microservice
         └─ n1  client
            └─ stream billing__microservice_cmd-stream  stored
               └─ process billing__microservice.cmd.charge  billing__microservice

      3 services, 1 server, stored in billing__microservice_cmd-stream, processed 1 time"
    `)
  })

  test('the span of the server is below the span that sent', async () => {
    const bench = await openedBench({ config: TRACED })
    const { fixture, sends } = await recording('10-rpc-core')
    await bench.other.subscribe('orders__microservice.cmd.>')
    const hops = await hopsOf(bench, { fixture, sends })
    const [, traceId, spanId] = traceparentOf({ fixture, sends }).split('-')

    expect(hops.map(({ span }) => span)).toMatchObject([
      { name: 'hop n1', traceId, parentSpanId: spanId },
    ])
    expect(hops[0]?.span.events).toMatchObject([
      { name: 'egress', attributes: { 'nats.server.egress.kind': 'client' } },
    ])
  })
})

const TRACED = `
accounts {
  APP {
    jetstream: enabled
    users: [ { user: app, password: app } ]
    msg_trace: { dest: "telemetry.hops", sampling: "100%" }
  }
}
no_auth_user: app`

/** Publishes what was recorded, and draws its way, with the spans that were recorded. */
async function journeyOf(bench: Bench, recorded: Recording): Promise<string> {
  const hops = await hopsOf(bench, recorded)
  const journey = assembleJourney([...recorded.fixture.spans.map(toJourneySpan), ...hops])
  // Times are those of the recording and of now.
  return renderJourney(journey, { width: 120 })
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/\s{2,}-?[\d ]+(\.\d+)? (ms|s|h|min|d).*$/, '').trimEnd())
    .join('\n')
    .replace(/^[\d ]+ d, /m, '')
}

async function hopsOf(bench: Bench, recorded: Recording): Promise<readonly JourneySpan[]> {
  const [send] = recorded.sends
  if (!send) throw new Error('nothing was sent')
  const [, traceId = ''] = traceparentOf(recorded).split('-')
  const { events } = await collect(
    bench.admin,
    async () => {
      bench.other.publish({ ...send.message, reply: '_INBOX.reply' })
      await bench.other.flush()
    },
    { subject: 'telemetry.hops', traceId },
  )
  return [...flatten(events.flatMap((event) => toSpans(event) ?? []))]
}

function traceparentOf({ sends }: Recording): string {
  return (sends[0] && valuesOf(sends[0].message, 'traceparent')[0]) ?? ''
}

function toJourneySpan(recorded: RecordedSpan): JourneySpan {
  const span: SpanData = {
    traceId: recorded.traceId,
    spanId: recorded.spanId,
    ...(recorded.parentSpanId !== null && { parentSpanId: recorded.parentSpanId }),
    name: recorded.name,
    kind: recorded.kind.toLowerCase() as SpanKind,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 1_000_000n,
    attributes: recorded.attributes as SpanData['attributes'],
    events: [],
    links: [],
    status: { code: 'ok' },
  }
  const name = (recorded.attributes['messaging.client.id'] ?? 'gateway') as string
  return { resource: { 'service.name': name }, scope: { name: 'nestjs-jetstream' }, span }
}
