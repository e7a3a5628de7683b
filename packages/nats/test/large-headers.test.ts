import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { listen, startPair } from './pair.ts'

test('headers of more than 64 KiB are published as they are without tracing', async () => {
  await using pair = await startPair()
  const large = headers()
  large.set('x-large', 'x'.repeat(70_000))
  const received = await listen(pair, 'large')
  pair.plain.publish('large', 'a', { headers: large })
  expect((await received()).headers?.get('x-large')).toHaveLength(70_000)

  const again = await listen(pair, 'large')
  pair.traced.publish('large', 'a', { headers: large })

  expect((await again()).headers?.get('x-large')).toHaveLength(70_000)
})

test('a message that fits without its context and with a long id is stored all the same', async () => {
  await using pair = await startPair({}, { config: 'max_payload: 4096' })
  const { streams } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'S', subjects: ['s'] })
  const body = new Uint8Array(4096 - 640)
  const msgID = 'i'.repeat(600)
  expect((await jetstream(pair.plain).publish('s', body, { msgID })).seq).toBe(1)

  const ack = await jetstream(pair.traced).publish('s', body, { msgID: `j${msgID.slice(1)}` })

  expect(ack.seq).toBe(2)
})
