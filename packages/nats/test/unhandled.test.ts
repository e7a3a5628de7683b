import { jetstream } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

test('a JetStream publish that fails unseen is an unhandled rejection with tracing, as without', async () => {
  await using pair = await startPair()
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)

  void jetstream(pair.plain).publish('nobody')
  await expect.poll(() => rejections).toHaveLength(1)
  void jetstream(pair.traced).publish('nobody')
  await expect.poll(() => rejections).toHaveLength(2)
  process.off('unhandledRejection', onRejection)
})
