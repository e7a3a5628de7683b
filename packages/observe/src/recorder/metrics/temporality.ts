import type { Temporality } from '../../otlp/metrics/model.ts'
import { textFromEnv, warnIgnored, type Environment } from '../environment.ts'
import type { InstrumentKind } from './instrument-kind.ts'

/**
 * Whether metrics are told as sums since the start, or as what came since the last time.
 *
 * `cumulative`: each message says all, so that one that is lost, or stored twice, is no loss.
 * `delta`: nothing is kept for attributes that do not come again; up-down counters stay cumulative.
 * `lowmemory`: as `delta`, and observable counters are cumulative too, since nothing is kept for those.
 */
export type TemporalityPreference = 'cumulative' | 'delta' | 'lowmemory'

/** How the metrics of an instrument are told. */
export function temporalityOf(
  kind: InstrumentKind,
  preference: TemporalityPreference,
): Temporality {
  if (preference === 'cumulative') return 'cumulative'
  if (kind === 'gauge' || kind === 'observableGauge') return 'cumulative'
  if (kind === 'upDownCounter' || kind === 'observableUpDownCounter') return 'cumulative'
  return kind === 'observableCounter' && preference === 'lowmemory' ? 'cumulative' : 'delta'
}

/**
 * What `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` says, in any case; `cumulative`, if it says
 * nothing or something else, of which `diag` is warned.
 */
export function temporalityFromEnv(env: Environment): TemporalityPreference {
  const value = textFromEnv(env, VARIABLE)?.toLowerCase() ?? 'cumulative'
  if (value === 'delta' || value === 'lowmemory' || value === 'cumulative') return value
  warnIgnored(VARIABLE, value, 'cumulative, delta or lowmemory')
  return 'cumulative'
}

const VARIABLE = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'
