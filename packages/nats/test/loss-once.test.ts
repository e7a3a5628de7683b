import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { Loss } from '@hopscope/nats'
import type { TextMapPropagator } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

test('a request that has no room for its context is told once', async () => {
  const losses: Loss[] = []
  await using pair = await startPair(
    { onLost: (loss) => void losses.push(loss) },
    { config: 'max_payload: 1024' },
  )
  pair.plain.subscribe('a', { callback: (_, message) => void message.respond() })
  await pair.plain.flush()

  await pair.traced.request('a', new Uint8Array(1024))

  expect(losses.map(({ result }) => result)).toEqual(['no_room'])
})

test('a JetStream publish that has no room for its context is told once', async () => {
  const losses: Loss[] = []
  await using pair = await startPair(
    { onLost: (loss) => void losses.push(loss) },
    { config: 'max_payload: 1024' },
  )
  await (await jetstreamManager(pair.plain)).streams.add({ name: 'S', subjects: ['s'] })

  await jetstream(pair.traced).publish('s', new Uint8Array(1024))

  expect(losses.map(({ result }) => result)).toEqual(['no_room'])
})

test('an onLost that rejects is no unhandled rejection', async () => {
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)
  await using pair = await startPair({
    // oxlint-disable-next-line typescript/no-misused-promises -- the point
    onLost: async () => {
      throw new Error('onLost')
    },
  })
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()

  pair.plain.publish('a', '')
  await pair.telemetry.until((spans) => spans.length === 1)
  await pair.traced.flush()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', onRejection)

  expect(rejections).toEqual([])
})

test('a request whose propagator throws has one span, and says that its context is lost', async () => {
  const errors: unknown[] = []
  const propagator: TextMapPropagator = {
    fields: () => ['b3'],
    extract: (context) => context,
    inject() {
      throw new Error('inject')
    },
  }
  await using pair = await startPair({ propagator, onError: (error) => void errors.push(error) })
  pair.plain.subscribe('a', { callback: (_, message) => void message.respond() })
  await pair.plain.flush()

  await pair.traced.request('a')

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['request a'])
})
