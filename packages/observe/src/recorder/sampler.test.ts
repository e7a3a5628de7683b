import { expect, test } from 'vitest'
import { alwaysOff, alwaysOn, parentBased, ratioSampler, samplerFromEnv } from './sampler.ts'

test.each([
  [0, [false, false, false, false]],
  [0.25, [false, false, false, true]],
  [0.5, [false, false, true, true]],
  [1, [true, true, true, true]],
])('of a ratio of %f, traces with that randomness are recorded: %j', (ratio, recorded) => {
  const sampler = ratioSampler(ratio)

  expect([0, 0.25, 0.5, 0.75].map((randomness) => sampler(undefined, randomness))).toEqual(recorded)
})

test('a parent decides, and the root sampler where there is none', () => {
  const on = parentBased(alwaysOff)
  const off = parentBased(alwaysOn)

  expect([on(true, 0), on(false, 0), on(undefined, 0)]).toEqual([true, false, false])
  expect([off(true, 0), off(false, 0), off(undefined, 0)]).toEqual([true, false, true])
})

test.each([
  [undefined, undefined, { sampled: true, unsampled: false, low: true, high: true }],
  ['always_on', undefined, { sampled: true, unsampled: true, low: true, high: true }],
  ['ALWAYS_OFF', undefined, { sampled: false, unsampled: false, low: false, high: false }],
  ['ParentBased_TraceIdRatio', '0.5', { sampled: true, unsampled: false, low: false, high: true }],
  ['always_off', undefined, { sampled: false, unsampled: false, low: false, high: false }],
  ['traceidratio', '0.5', { sampled: false, unsampled: false, low: false, high: true }],
  ['parentbased_always_on', undefined, { sampled: true, unsampled: false, low: true, high: true }],
  ['parentbased_always_off', '', { sampled: true, unsampled: false, low: false, high: false }],
  ['parentbased_traceidratio', '0.5', { sampled: true, unsampled: false, low: false, high: true }],
  ['parentbased_traceidratio', '', { sampled: true, unsampled: false, low: true, high: true }],
  ['parentbased_traceidratio', '7', { sampled: true, unsampled: false, low: true, high: true }],
  ['nonsense', '0.5', { sampled: true, unsampled: false, low: true, high: true }],
])('OTEL_TRACES_SAMPLER %s with the argument %s samples %j', (name, argument, sampled) => {
  const sampler = samplerFromEnv({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument })

  expect({
    sampled: sampler(true, 0.1),
    unsampled: sampler(false, 0.1),
    low: sampler(undefined, 0.1),
    high: sampler(undefined, 0.9),
  }).toEqual(sampled)
})
