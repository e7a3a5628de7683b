import * as internal from '@nats-io/nats-core/internal'
import type { NatsConnection } from '@nats-io/nats-core'
import { diag, type MeterProvider, type TracerProvider } from '@opentelemetry/api'
import type { InstrumentOptions } from './connection/instrument-options.ts'
import { instrument } from './instrument.ts'
import { VERSION } from './version.ts'

/** How {@link NatsInstrumentation} traces connections. */
export interface NatsInstrumentationConfig extends InstrumentOptions {
  /** Whether it is on from the beginning. @default true */
  readonly enabled?: boolean
}

/**
 * OpenTelemetry's `Instrumentation` of nats.js: {@link instrument} for every connection that is made
 * while it is on. What is open already stays as it is.
 *
 * It needs no loader hook, and is the same for ES modules and CommonJS: both get the classes of one
 * copy of `@nats-io/nats-core`, which must be the copy that this package gets.
 *
 * @example
 * new NodeSDK({ instrumentations: [new NatsInstrumentation({ lost: 'warn' })] }).start()
 */
export class NatsInstrumentation {
  readonly instrumentationName = '@hopscope/nats'
  readonly instrumentationVersion: string = VERSION
  #config: NatsInstrumentationConfig
  #tracerProvider: TracerProvider | undefined
  #meterProvider: MeterProvider | undefined

  constructor(config: NatsInstrumentationConfig = {}) {
    this.#config = { enabled: true, ...config }
    if (this.#config.enabled) this.enable()
  }

  /** Has connections that are made from now on traced. */
  enable(): void {
    enabled.add(this)
    patchConnect()
  }

  /** Leaves connections that are made from now on alone. */
  disable(): void {
    enabled.delete(this)
  }

  getConfig(): NatsInstrumentationConfig {
    return this.#config
  }

  /** For connections that are made from now on. */
  setConfig(config: NatsInstrumentationConfig): void {
    this.#config = { enabled: true, ...config }
  }

  /** Who makes the spans, unless the configuration says so. @default the global one */
  setTracerProvider(tracerProvider: TracerProvider): void {
    this.#tracerProvider = tracerProvider
  }

  /** Who measures, unless the configuration says so. @default the global one */
  setMeterProvider(meterProvider: MeterProvider): void {
    this.#meterProvider = meterProvider
  }

  /** Traces a connection as the configuration says; a mistake in it is told to OpenTelemetry's `diag`. */
  instrument(connection: NatsConnection): void {
    try {
      instrument(connection, {
        ...(this.#tracerProvider && { tracerProvider: this.#tracerProvider }),
        ...(this.#meterProvider && { meterProvider: this.#meterProvider }),
        ...this.#config,
      })
    } catch (error) {
      diag.error('@hopscope/nats: a connection is not traced', error)
    }
  }
}

const enabled = new Set<NatsInstrumentation>()
let isPatched = false

interface ConnectionClass {
  connect?: (options?: object) => Promise<NatsConnection>
}

// Each transport of nats.js makes its connections by this one function.
function patchConnect(): void {
  if (isPatched) return
  isPatched = true
  const { NatsConnectionImpl: implementation }: { NatsConnectionImpl?: ConnectionClass } = internal
  const connect = implementation?.connect?.bind(implementation)
  if (!implementation || !connect) {
    diag.warn(
      '@hopscope/nats: nats.js has no NatsConnectionImpl.connect any more, use instrument()',
    )
    return
  }
  implementation.connect = async (options) => {
    const connection = await connect(options)
    // A second one finds the connection traced, and changes nothing.
    for (const each of enabled) each.instrument(connection)
    return connection
  }
}
