import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { InstrumentOptions } from '@hopscope/nats'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

test.each([
  'filter',
  'templates',
  'parent',
  'settle',
  'baggage',
  'lost',
  'onLost',
  'hooks',
  'captureHeaders',
  'captureBodyBytes',
  'errorType',
  'onError',
])('the option %s that is undefined is as if it were absent', async (name) => {
  // What TypeScript allows wherever exactOptionalPropertyTypes is off, its default.
  const options: InstrumentOptions = Object.fromEntries([[name, undefined]])
  await using pair = await startPair(options)
  pair.traced.subscribe('a', { callback: (_, message) => void message.respond() })
  await pair.traced.flush()

  await pair.traced.request('a')
  await pair.traced.request('nobody').catch(() => {})

  expect(pair.telemetry.spans.map(({ name }) => name).toSorted()).toEqual([
    'process a',
    'reply (temporary)',
    'request a',
    'request nobody',
  ])
  const [failed] = pair.telemetry.spansNamed('request nobody')
  expect(failed?.attributes['error.type']).toBe('503_no_responders')
  const failures = pair.telemetry.measurements.filter((one) => one.name === 'nats.tracing.errors')
  expect(failures).toEqual([])
})

test('a batch that cannot be sent with its context rejects, as everything asynchronous does', async () => {
  await using pair = await startPair({ lost: 'throw' }, { config: 'max_payload: 1024' })
  const { streams } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'S', subjects: ['s'], allow_atomic: true })
  const client = jetstream(pair.traced)

  let batch: Promise<unknown> | undefined
  expect(() => {
    batch = client.startBatch('s', new Uint8Array(1024))
  }).not.toThrow()
  await expect(batch).rejects.toThrow('without its context')
})

test('what a hook publishes does not call the hook without end', async () => {
  let calls = 0
  await using pair = await startPair({
    hooks: {
      publish() {
        calls++
        pair.traced.publish('audit', '')
      },
    },
  })

  pair.traced.publish('a', '')

  expect(calls).toBeLessThan(10)
})
