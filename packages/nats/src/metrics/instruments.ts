import {
  createNoopMeter,
  metrics,
  ValueType,
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
} from '@opentelemetry/api'
import { VERSION } from '../version.ts'

/** The metrics of this package, by OpenTelemetry's conventions where these have a name. */
export const METRIC = {
  operationDuration: 'messaging.client.operation.duration',
  sentMessages: 'messaging.client.sent.messages',
  consumedMessages: 'messaging.client.consumed.messages',
  processDuration: 'messaging.process.duration',
  tracingContext: 'nats.tracing.context',
  tracingErrors: 'nats.tracing.errors',
} as const

/** The instruments that measure messages. */
export interface Instruments {
  readonly operationDuration: Histogram
  readonly sentMessages: Counter
  readonly consumedMessages: Counter
  readonly processDuration: Histogram
  readonly tracingContext: Counter
  readonly tracingErrors: Counter
}

/**
 * A function that gives the instruments of `given`, or of OpenTelemetry's global meter provider as
 * it is now; nothing where nobody measures, so that measuring then costs nothing.
 */
export function currentInstruments(
  given: MeterProvider | undefined,
): () => Instruments | undefined {
  let provider: MeterProvider | undefined
  let instruments: Instruments | undefined
  return () => {
    // Unlike the global tracer, a global meter that was asked for too early never measures.
    const current = given ?? metrics.getMeterProvider()
    if (current !== provider) {
      provider = current
      const meter = current.getMeter('@hopscope/nats', VERSION)
      instruments = meter === createNoopMeter() ? undefined : createInstruments(meter)
    }
    return instruments
  }
}

function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, unit: string, description: string): Counter =>
    meter.createCounter(name, { unit, description, valueType: ValueType.INT })
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: [...BOUNDARIES_S] },
    })

  return {
    operationDuration: duration(METRIC.operationDuration, 'Duration of sends and settlements'),
    sentMessages: counter(METRIC.sentMessages, '{message}', 'Messages the client tried to send'),
    consumedMessages: counter(METRIC.consumedMessages, '{message}', 'Messages handed over'),
    processDuration: duration(METRIC.processDuration, 'Duration of handling a message'),
    tracingContext: counter(METRIC.tracingContext, '{message}', 'What became of trace contexts'),
    tracingErrors: counter(METRIC.tracingErrors, '{error}', 'What failed in the instrumentation'),
  }
}

// OpenTelemetry's conventions for messaging metrics, v1.44.
const BOUNDARIES_S = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const
