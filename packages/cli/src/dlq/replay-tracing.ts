import type { InstrumentOptions } from '@hopscope/nats'
import { spansSubject, TraceCollector } from '@hopscope/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'

/** How replays are traced: each is a span of ours that is linked to the one that sent the original. */
export interface ReplayTracing extends AsyncDisposable {
  readonly options: InstrumentOptions | false
}

/**
 * Traces by the stream that stores spans; where there is none, replays are not traced.
 *
 * @param asked - the connection by which streams are asked for, if it is another
 */
export async function openReplayTracing(
  connection: NatsConnection,
  asked: NatsConnection = connection,
): Promise<ReplayTracing> {
  if (!(await storesSpans(asked))) {
    return { options: false, [Symbol.asyncDispose]: async () => {} }
  }
  const collector = new TraceCollector(connection, { service: SERVICE })
  return {
    options: { tracerProvider: collector },
    [Symbol.asyncDispose]: () => collector.close(),
  }
}

const SERVICE = 'hopscope'

async function storesSpans(connection: NatsConnection): Promise<boolean> {
  try {
    const { streams } = await jetstreamManager(connection, { checkAPI: false })
    for await (const _ of streams.names(spansSubject(SERVICE))) return true
    return false
  } catch {
    return false
  }
}
