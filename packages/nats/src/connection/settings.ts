import { otelProvidersOf } from '@hopscope/observe'
import type { MeterProvider, TextMapPropagator, TracerProvider } from '@opentelemetry/api'
import type { Loss } from '../loss/loss.ts'
import type { LossMode } from '../loss/loss-reporter.ts'
import type { SubjectFilter, SubjectTemplates } from '../names/subject-names.ts'
import { checkOptions } from './check-options.ts'
import type { Hooks } from './hooks.ts'
import type { InstrumentOptions } from './instrument-options.ts'

/** The options of a connection, each with a value. */
export interface Settings {
  readonly tracerProvider: TracerProvider | undefined
  readonly meterProvider: MeterProvider | undefined
  readonly filter: SubjectFilter
  readonly templates: SubjectTemplates
  readonly parent: 'message' | 'link' | 'ambient'
  readonly settle: 'events' | 'spans'
  readonly propagator: TextMapPropagator | undefined
  readonly baggage: boolean
  readonly lost: LossMode
  readonly onLost: (loss: Loss) => void
  readonly hooks: Hooks
  readonly captureHeaders: readonly string[]
  readonly captureBodyBytes: number
  readonly errorType: (error: unknown) => string | undefined
  readonly onError: (error: unknown) => void
}

const DEFAULTS = {
  filter: {},
  templates: [],
  parent: 'message',
  settle: 'events',
  baggage: true,
  lost: 'warn',
  onLost: () => {},
  hooks: {},
  captureHeaders: [],
  captureBodyBytes: 0,
  errorType: () => undefined,
  onError: () => {},
} as const satisfies Partial<Settings>

/**
 * Checks options, and gives those that are absent their defaults.
 *
 * @throws {@link NatsTracingError} OPTION_INVALID if one is not what it may be
 */
export function resolveSettings(options: InstrumentOptions): Settings {
  checkOptions(options)
  const { telemetry, tracerProvider, meterProvider, propagator, ...rest } = options
  const providers = telemetry && otelProvidersOf(telemetry)
  return {
    ...DEFAULTS,
    ...present(rest),
    tracerProvider: tracerProvider ?? providers?.tracerProvider,
    meterProvider: meterProvider ?? providers?.meterProvider,
    propagator,
  }
}

// Without exactOptionalPropertyTypes, TypeScript lets an option be `undefined`.
function present<T extends object>(options: T): Partial<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<T>
}
