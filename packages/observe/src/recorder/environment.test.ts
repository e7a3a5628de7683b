import { diag } from '@opentelemetry/api'
import { afterEach, expect, test } from 'vitest'
import { countFromEnv, isSdkDisabled, type Environment } from './environment.ts'
import { temporalityFromEnv } from './metrics/temporality.ts'
import { samplerFromEnv } from './sampler.ts'

afterEach(() => diag.disable())

test.each([
  ['7', 7],
  [' 7 ', 7],
  ['1', 1],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['many', undefined],
  ['', undefined],
  [undefined, undefined],
])('of the variable %j, a whole number of 1 or more is %j', (value, count) => {
  expect(countFromEnv({ LIMIT: value }, 'LIMIT', 1)).toBe(count)
})

test.each([
  ['true', true],
  ['TRUE', true],
  ['false', false],
  ['1', false],
  ['', false],
  [undefined, false],
])('OTEL_SDK_DISABLED of %j disables: %j', (value, isDisabled) => {
  expect(isSdkDisabled({ OTEL_SDK_DISABLED: value })).toBe(isDisabled)
})

test('a variable that is ignored is told of, with what it must be', () => {
  const env: Environment = {
    LIMIT: 'many',
    OTEL_SDK_DISABLED: 'yes',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '2',
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'sometimes',
  }
  const warnings = keepWarnings()

  countFromEnv(env, 'LIMIT')
  isSdkDisabled(env)
  samplerFromEnv(env)
  samplerFromEnv({ OTEL_TRACES_SAMPLER: 'some' })
  temporalityFromEnv(env)

  expect(warnings).toEqual([
    '@hopscope/observe: LIMIT must be a whole number of 0 or more, got many; it is ignored',
    '@hopscope/observe: OTEL_SDK_DISABLED must be true or false, got yes; it is ignored',
    '@hopscope/observe: OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, got 2; it is ignored',
    "@hopscope/observe: OTEL_TRACES_SAMPLER must be one of OpenTelemetry's six samplers, got some; it is ignored",
    '@hopscope/observe: OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE must be cumulative, delta or lowmemory, got sometimes; it is ignored',
  ])
})

test('what is not set, or empty, is not told of', () => {
  const warnings = keepWarnings()

  countFromEnv({ LIMIT: ' ' }, 'LIMIT')
  isSdkDisabled({})
  samplerFromEnv({ OTEL_TRACES_SAMPLER: '', OTEL_TRACES_SAMPLER_ARG: 'unused' })
  temporalityFromEnv({})

  expect(warnings).toEqual([])
})

function keepWarnings(): readonly string[] {
  const warnings: string[] = []
  const ignore = (): void => {}
  const warn = (message: string): void => void warnings.push(message)
  diag.setLogger({ warn, error: ignore, info: ignore, debug: ignore, verbose: ignore })
  return warnings
}
