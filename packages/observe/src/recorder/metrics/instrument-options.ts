import { ValueType, type MetricOptions } from '@opentelemetry/api'
import { safelyGet } from '../../safely.ts'

/** What an application says of an instrument beside its name, as far as it can be read. */
export interface InstrumentOptions {
  readonly description?: string
  readonly unit?: string
  /** Whether values are whole numbers. */
  readonly isInt: boolean
  /** Where the buckets of a histogram end, in rising order. */
  readonly bounds: readonly number[]
}

/** The options of an instrument; of what is none, the defaults. */
export function toInstrumentOptions(options: MetricOptions | undefined): InstrumentOptions {
  return safelyGet('reading the options of an instrument', () => readOptions(options ?? {}), {
    isInt: false,
    bounds: DEFAULT_BOUNDS,
  })
}

function readOptions({ description, unit, valueType, advice }: MetricOptions): InstrumentOptions {
  return {
    ...(isText(description) && { description }),
    ...(isText(unit) && { unit }),
    isInt: valueType === ValueType.INT,
    bounds: toBounds(advice?.explicitBucketBoundaries),
  }
}

/** OpenTelemetry's default boundaries, for milliseconds (metrics SDK, explicit bucket histogram). */
const DEFAULT_BOUNDS = [
  0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000,
] as const

function toBounds(given: readonly number[] | undefined): readonly number[] {
  if (!Array.isArray(given)) return DEFAULT_BOUNDS
  return [...new Set(given.filter((bound) => Number.isFinite(bound)))].toSorted((a, b) => a - b)
}

function isText(value: string | undefined): value is string {
  return typeof value === 'string' && value !== ''
}
