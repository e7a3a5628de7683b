import { otelProvidersOf } from '@hopscope/observe'
import type { MeterProvider, TextMapPropagator, TracerProvider } from '@opentelemetry/api'
import type { Loss } from '../loss/loss.ts'
import type { LossMode } from '../loss/loss-reporter.ts'
import { isSubjectPattern } from '../names/matches-subject.ts'
import type { SubjectFilter, SubjectTemplates } from '../names/subject-names.ts'
import { NatsTracingError } from '../nats-tracing-error.ts'
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
  const { telemetry, tracerProvider, meterProvider, propagator, ...rest } = options
  const providers = telemetry && otelProvidersOf(telemetry)
  const settings: Settings = {
    ...DEFAULTS,
    ...present(rest),
    tracerProvider: tracerProvider ?? providers?.tracerProvider,
    meterProvider: meterProvider ?? providers?.meterProvider,
    propagator,
  }
  check(settings)
  return settings
}

// Without exactOptionalPropertyTypes, TypeScript lets an option be `undefined`.
function present<T extends object>(options: T): Partial<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<T>
}

function check(settings: Settings): void {
  const { filter, templates, parent, settle, lost, captureBodyBytes } = settings
  checkOneOf('parent', parent, ['message', 'link', 'ambient'])
  checkOneOf('settle', settle, ['events', 'spans'])
  checkOneOf('lost', lost, ['off', 'warn', 'throw'])
  if (typeof templates !== 'function') checkPatterns('templates', templates)
  if (typeof filter !== 'function') {
    checkPatterns('filter.include', filter.include ?? [])
    checkPatterns('filter.exclude', filter.exclude ?? [])
  }
  if (!Number.isInteger(captureBodyBytes) || captureBodyBytes < 0) {
    throw invalid(
      `captureBodyBytes must be a whole number from 0, got ${captureBodyBytes}`,
      'give the number of bytes, or leave the option out to capture none',
    )
  }
}

function checkOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return
  throw invalid(
    `${option} must be one of ${allowed.join(', ')}, got ${value}`,
    'correct the option, or leave it out for its default',
  )
}

function checkPatterns(option: string, patterns: readonly string[]): void {
  const wrong = patterns.find((pattern) => !isSubjectPattern(pattern))
  if (wrong === undefined) return
  throw invalid(
    `${option} must be patterns of NATS, got "${wrong}"`,
    'write tokens with dots between them, * for one token, and > at the end for all that follow',
  )
}

function invalid(message: string, hint: string): NatsTracingError {
  return new NatsTracingError('OPTION_INVALID', message, { hint })
}
