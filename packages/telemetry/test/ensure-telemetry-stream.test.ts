import { jetstreamManager } from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'

test('the stream is created with the limits it promises', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)

  const { config } = await ensureTelemetryStream(connection)

  expect(config).toMatchObject({
    name: 'TELEMETRY',
    subjects: ['telemetry.>'],
    retention: 'limits',
    storage: 'file',
    max_age: nanos(7 * 24 * 60 * 60 * 1000),
    max_bytes: 1024 ** 3,
    duplicate_window: nanos(5000),
    num_replicas: 1,
  })
})

test('a stream that is there is taken as it is', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'TELEMETRY', subjects: ['telemetry.>'], max_msgs: 7 })

  const { config } = await ensureTelemetryStream(connection, { storage: 'memory' })

  expect(config).toMatchObject({ max_msgs: 7, storage: 'file' })
})

test('subjects that another stream stores are named', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'OTHER', subjects: ['telemetry.logs.>'] })

  await expect(ensureTelemetryStream(connection)).rejects.toMatchObject({ code: 'SUBJECT_TAKEN' })
})

test('a server without JetStream is told of', async () => {
  await using server = await startNatsServer({ jetstream: false })
  await using connection = await connectTo(server)

  await expect(ensureTelemetryStream(connection)).rejects.toMatchObject({
    code: 'STREAM_UNAVAILABLE',
    hint: expect.stringContaining('JetStream must be enabled'),
  })
})

test.each([
  { replicas: 6 },
  { replicas: 1.5 },
  { maxBytes: 0 },
  { maxAgeMs: -1 },
  { duplicateWindowMs: -1 },
])('%o is refused', async (options) => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)

  await expect(ensureTelemetryStream(connection, options)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
})
