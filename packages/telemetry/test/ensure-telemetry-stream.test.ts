import { jetstreamManager } from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { startNatsServer } from '@hopscope/nats-server'
import {
  ensureTelemetryStream,
  streamDifferences,
  type TelemetryStreamOptions,
} from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'

test('the stream is created with the limits it promises', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)

  const { config, adopted, differences } = await ensureTelemetryStream(connection)

  expect({ adopted, differences }).toEqual({ adopted: false, differences: [] })
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

test('every option becomes a setting of the stream, which then does not differ', async () => {
  await using server = await startNatsServer({ config: 'server_tags: ["ssd", "eu"]' })
  await using connection = await connectTo(server)
  const options = {
    name: 'OTHER',
    maxAgeMs: 1000,
    maxBytes: 5_000_000,
    maxMessages: 100,
    maxMessageBytes: 1000,
    replicas: 1,
    storage: 'memory',
    tags: ['ssd'],
  } as const

  const { config } = await ensureTelemetryStream(connection, options)

  expect(config).toMatchObject({
    name: 'OTHER',
    storage: 'memory',
    max_age: nanos(1000),
    duplicate_window: nanos(1000),
    max_bytes: 5_000_000,
    max_msgs: 100,
    max_msg_size: 1000,
    placement: { tags: ['ssd'] },
  })
  expect(streamDifferences(config, options)).toEqual([])
})

test('what a stream that is there has otherwise is told field by field', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const manager = await jetstreamManager(connection)
  await manager.streams.add({
    name: 'TELEMETRY',
    subjects: ['telemetry.spans.>', 'telemetry.logs.>'],
    max_bytes: 1024 ** 3,
    max_age: nanos(60_000),
    duplicate_window: nanos(5000),
    discard: 'new',
  })

  const found = await ensureTelemetryStream(connection, {
    replicas: 3,
    compression: 's2',
    cluster: 'C1',
    tags: ['ssd'],
  })

  expect(found.adopted).toBe(true)
  expect(found.differences).toEqual([
    {
      field: 'subjects',
      wanted: ['telemetry.>'],
      found: ['telemetry.spans.>', 'telemetry.logs.>'],
    },
    { field: 'max_age', wanted: nanos(7 * 24 * 60 * 60 * 1000), found: nanos(60_000) },
    { field: 'discard', wanted: 'old', found: 'new' },
    { field: 'num_replicas', wanted: 3, found: 1 },
    { field: 'compression', wanted: 's2', found: 'none' },
    { field: 'placement.cluster', wanted: 'C1', found: '' },
    { field: 'placement.tags', wanted: ['ssd'], found: [] },
  ])
})

test('a stream that is as it would be made has no differences', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)

  const { adopted, differences } = await ensureTelemetryStream(connection)

  expect({ adopted, differences }).toEqual({ adopted: true, differences: [] })
})

test('a stream that stores more than telemetry does not differ by that', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const { config } = await ensureTelemetryStream(connection)

  expect(streamDifferences({ ...config, subjects: ['telemetry.>', 'audit.>'] })).toEqual([])
})

test('a stream that stores telemetry under another subject differs by that', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const manager = await jetstreamManager(connection)
  const { config } = await ensureTelemetryStream(connection, { name: 'PLAIN' })
  await manager.streams.delete('PLAIN')
  const subject_transform = { src: 'telemetry.>', dest: 'archive.>' }
  await manager.streams.add({ ...config, name: 'TELEMETRY', subject_transform })

  const { differences } = await ensureTelemetryStream(connection)

  expect(differences).toEqual([
    { field: 'subject_transform', wanted: [], found: ['telemetry.>', 'archive.>'] },
  ])
})

test('the stream of a domain is reached by its name or by its prefix', async () => {
  await using server = await startNatsServer({ domain: 'hub' })
  await using connection = await connectTo(server)

  const created = await ensureTelemetryStream(connection, { domain: 'hub' })
  const found = await ensureTelemetryStream(connection, { apiPrefix: '$JS.hub.API' })

  expect([created.adopted, found.adopted]).toEqual([false, true])
})

test('subjects that another stream stores are named', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'OTHER', subjects: ['telemetry.logs.>'] })

  await expect(ensureTelemetryStream(connection)).rejects.toMatchObject({
    code: 'SUBJECT_TAKEN',
    message: 'stream TELEMETRY cannot store telemetry.>, OTHER stores a part of it',
    hint: expect.stringContaining('or take the subjects from OTHER'),
  })
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
  { maxBytes: 1.5 },
  { maxBytes: Infinity },
  { maxAgeMs: -1 },
  { maxAgeMs: 10 },
  { maxAgeMs: Infinity },
  { duplicateWindowMs: -1 },
  { duplicateWindowMs: 0 },
  { duplicateWindowMs: 60_000, maxAgeMs: 10_000 },
  { maxMessages: 0 },
  { maxMessageBytes: 0 },
  { name: 'my.stream' },
  { name: 'x'.repeat(256) },
  { storage: 'tape' },
  { compression: 'zstd' },
])('%o is refused', async (options) => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  // As who writes JavaScript may have it.
  const given = options as TelemetryStreamOptions

  await expect(ensureTelemetryStream(connection, given)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
})

test('a time that is no whole number of nanoseconds is rounded', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)

  const { config } = await ensureTelemetryStream(connection, { maxAgeMs: 1000 / 3 })

  expect([config.max_age, config.duplicate_window]).toEqual([333_333_333, 333_333_333])
})
