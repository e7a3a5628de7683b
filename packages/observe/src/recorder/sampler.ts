import { textFromEnv, warnIgnored, type Environment } from './environment.ts'

/**
 * Decides whether the spans of a trace are recorded.
 *
 * @param isParentSampled whether the parent is sampled; `undefined` for a span that begins a trace
 * @param randomness the last 56 bits of the trace id as a number from 0 to 1, less than 1: the same
 *   for all spans of a trace, wherever they are
 */
export type Sampler = (isParentSampled: boolean | undefined, randomness: number) => boolean

/** Records everything. */
export const alwaysOn: Sampler = () => true

/** Records nothing. */
export const alwaysOff: Sampler = () => false

/** Records what was sampled where it came from, and decides by `root` when it begins here. */
export function parentBased(root: Sampler): Sampler {
  return (isParentSampled, randomness) => isParentSampled ?? root(undefined, randomness)
}

/**
 * Records a part of all traces, 0 to 1: whoever does so too, with the same or a larger part, records
 * the same traces.
 *
 * It decides by the last 56 bits of the trace id, as OpenTelemetry's consistent sampling does.
 */
export function ratioSampler(ratio: number): Sampler {
  const threshold = 1 - ratio
  return (_, randomness) => randomness >= threshold
}

/**
 * The sampler that `OTEL_TRACES_SAMPLER`, in any case, and `OTEL_TRACES_SAMPLER_ARG` name; without them
 * `parentbased_always_on`, and so with others than OpenTelemetry's six, of which `diag` is warned.
 */
export function samplerFromEnv(env: Environment): Sampler {
  const name = textFromEnv(env, 'OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on'
  switch (name.toLowerCase()) {
    case 'always_on':
      return alwaysOn
    case 'always_off':
      return alwaysOff
    case 'traceidratio':
      return ratioSampler(ratioFromEnv(env))
    case 'parentbased_always_on':
      return parentBased(alwaysOn)
    case 'parentbased_always_off':
      return parentBased(alwaysOff)
    case 'parentbased_traceidratio':
      return parentBased(ratioSampler(ratioFromEnv(env)))
    default:
      warnIgnored('OTEL_TRACES_SAMPLER', name, "one of OpenTelemetry's six samplers")
      return parentBased(alwaysOn)
  }
}

// Without a ratio that is one, everything is sampled (SDK environment variables, OTEL_TRACES_SAMPLER_ARG).
function ratioFromEnv(env: Environment): number {
  const value = textFromEnv(env, 'OTEL_TRACES_SAMPLER_ARG')
  if (value === undefined) return 1

  const ratio = Number(value)
  if (ratio >= 0 && ratio <= 1) return ratio
  warnIgnored('OTEL_TRACES_SAMPLER_ARG', value, 'a number from 0 to 1')
  return 1
}
