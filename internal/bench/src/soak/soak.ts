import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, TraceCollector } from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { markMemory, type MemoryMark } from './memory.ts'

/** Who takes the spans: our recorder, which stores them in a stream, or nobody. */
export const SOAK_MODES = ['recorder', 'no SDK'] as const

/** One of {@link SOAK_MODES}. */
export type SoakMode = (typeof SOAK_MODES)[number]

/** How long a soak takes. */
export interface SoakOptions {
  readonly mode: SoakMode
  readonly messages: number
}

/**
 * Sends messages through an instrumented pair of connections, of which the one publishes and the
 * other subscribes, and measures memory after a tenth of them, a half, and all.
 */
export async function* soak({ mode, messages }: SoakOptions): AsyncGenerator<MemoryMark> {
  await using server = await startNatsServer()
  await using storing = await connect({ servers: server.url })
  await ensureTelemetryStream(storing, { maxBytes: STREAM_BYTES })
  await using collector =
    mode === 'recorder'
      ? new TraceCollector(storing, { service: 'soak', maxQueuedSpans: QUEUED_SPANS })
      : undefined
  // Without an SDK there is no context to be sent, and none that would be lost.
  const options = collector ? { tracerProvider: collector } : { lost: 'off' as const }
  await using publisher = instrument(await connect({ servers: server.url }), options)
  await using subscriber = instrument(await connect({ servers: server.url }), options)

  const exchange = await startExchange(publisher, subscriber)
  for (let sent = 0; sent < messages;) {
    const next = nextMark(sent, messages)
    await exchange(sent, next)
    await collector?.flush()
    sent = next
    yield await markMemory(sent)
  }
  checkStored(collector, messages)
}

/** What TELEMETRY holds, in bytes: enough for a while, and little for the disk. */
const STREAM_BYTES = 64 * 1024 ** 2
/** Spans are made as fast as can be, and none is to be dropped for it. */
const QUEUED_SPANS = 100_000
/** Messages under way at a time: those that wait are memory too. */
const WINDOW = 1_000
const PAYLOAD = new Uint8Array(128).fill(65)

function nextMark(sent: number, messages: number): number {
  const marks = [0.1, 0.5, 1].map((part) => Math.ceil(messages * part))
  return marks.find((mark) => mark > sent) ?? messages
}

type Exchange = (from: number, to: number) => Promise<void>

// Every other subject has an id in it, as those do that never come again.
async function startExchange(
  publisher: NatsConnection,
  subscriber: NatsConnection,
): Promise<Exchange> {
  let received = 0
  let whenAll = (): void => {}
  let wanted = 0
  subscriber.subscribe('soak.orders.*', {
    callback: () => {
      if (++received === wanted) whenAll()
    },
  })
  await subscriber.flush()

  return async (from, to) => {
    for (let sent = from; sent < to;) {
      const { promise, resolve } = Promise.withResolvers<void>()
      whenAll = resolve
      wanted = Math.min(to, sent + WINDOW)
      for (; sent < wanted; sent++) {
        publisher.publish(sent % 2 === 0 ? 'soak.orders.new' : `soak.orders.${sent}`, PAYLOAD)
      }
      await promise
    }
  }
}

// Flat memory would be no wonder if nothing were recorded.
function checkStored(collector: TraceCollector | undefined, messages: number): void {
  if (collector === undefined) return
  const { recorded, stored, dropped } = collector.stats
  if (recorded === messages * 2 && stored === recorded) return
  throw new Error(
    `of ${messages * 2} spans ${recorded} were recorded, ${stored} stored, ${dropped} dropped`,
  )
}
