import type { InstrumentOptions } from '@hopscope/nats'
import type { Codec } from '@hopscope/nats/transport'
import { messagePackCodec } from '@hopscope/nats/transport/msgpack'
import type { Telemetry } from '@hopscope/observe'
import { ProxyTracerProvider } from '@opentelemetry/api'

/** How ours is set up for a fixture, where it is not as for most. */
export interface Settings {
  readonly tracing?: InstrumentOptions | false
  readonly codec?: Codec
  /** What to send, where the recorded payloads cannot be read. */
  readonly data?: readonly unknown[]
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs?: number
  /** Whether the stream of dead letters is taken away before the message comes. */
  readonly isWithoutDeadLetterStream?: boolean
  /** Whether an application's span is active where something is sent. */
  readonly isActive?: boolean
}

/** Whose commands went through a stream. */
export const BY_JETSTREAM: ReadonlySet<string> = new Set(['billing', 'foreign'])

/** What is special about a fixture. */
export function settingsOf(id: string): Settings {
  return SETTINGS[id] ?? {}
}

/** How a connection is traced for a fixture. */
export function tracingOf(
  { tracing = {} }: Settings,
  telemetry: Telemetry,
  called: string[],
): InstrumentOptions | false {
  if (tracing === false) return false
  const hooks = {
    publish: () => void called.push('publishHook'),
    consume: () => void called.push('consumeHook'),
    settle: () => void called.push('settleHook'),
  }
  return { telemetry, lost: 'off', hooks, ...tracing }
}

// It makes no spans of its own, and those that are made of a context carry it on.
const NO_SPANS: InstrumentOptions = { tracerProvider: new ProxyTracerProvider() }

const SETTINGS: Readonly<Record<string, Settings>> = {
  '20-rpc-core-timeout': { timeoutMs: 400 },
  '35-rpc-js-no-handler': { timeoutMs: 700 },
  '36-rpc-js-handler-timeout': { timeoutMs: 1200 },
  '47-dlq-stream-missing': { isWithoutDeadLetterStream: true },
  '80-otel-false': { tracing: false, isActive: true },
  '81-otel-traces-none': { tracing: NO_SPANS, isActive: true },
  '82-otel-traces-none-no-active': { tracing: NO_SPANS },
  '86-otel-capture': {
    tracing: { captureHeaders: ['x-tenant-id', 'authorization'], captureBodyBytes: 8 },
  },
  '87-otel-throwing-hooks': {
    tracing: { hooks: { publish: fail, consume: fail }, filter: fail, errorType: fail },
  },
  '88-otel-throwing-consume-predicate': { tracing: { filter: fail } },
  '89-msgpack': { codec: messagePackCodec(), data: [{ a: 1 }, { x: 1 }] },
}

function fail(): never {
  throw new Error('a function of the application fails')
}
