import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'

test('ensure makes the stream', async () => {
  await using server = await startNatsServer()

  expect(await stream(server, 'ensure')).toEqual({
    exitCode: 0,
    stdout: 'created stream TELEMETRY for telemetry.>: file, max_age 7 d, max_bytes 1 GiB\n',
    stderr: '',
  })
  expect(await configOf(server, 'TELEMETRY')).toMatchObject({ max_bytes: 1024 ** 3 })
})

test('ensure makes it as options say', async () => {
  await using server = await startNatsServer({ config: 'server_tags: ["ssd"]' })
  const limits = ['--max-age', '1h', '--max-bytes', '64MiB', '--max-messages', '500']
  const more = ['--max-message-bytes', '1MB', '--duplicate-window', '30s', '--replicas', '1']
  const place = ['--name', 'OTHER', '--storage', 'memory', '--tag', 'ssd']
  const { exitCode } = await stream(server, 'ensure', ...limits, ...more, ...place)

  expect(exitCode).toBe(0)
  expect(await configOf(server, 'OTHER')).toMatchObject({
    max_age: 3600e9,
    max_bytes: 64 * 1024 ** 2,
    max_msgs: 500,
    max_msg_size: 1e6,
    duplicate_window: 30e9,
    storage: 'memory',
    placement: { tags: ['ssd'] },
  })
})

test('a stream that is there is left as it is, and what differs is told', async () => {
  await using server = await startNatsServer()
  await stream(server, 'ensure', '--max-age', '1h')

  expect(await stream(server, 'ensure')).toEqual({
    exitCode: 0,
    stdout: `stream TELEMETRY is there already, and was left as it is
  max_age is 1 h, wanted 7 d
`,
    stderr: 'hint: to change it: nats stream edit TELEMETRY --max-age 604800s\n',
  })
  expect(await configOf(server, 'TELEMETRY')).toMatchObject({ max_age: 3600e9 })
})

test('what was asked for and is otherwise is exit code 1', async () => {
  await using server = await startNatsServer()
  await stream(server, 'ensure')
  const { exitCode, stdout, stderr } = await stream(server, 'ensure', '--replicas', '3', '--json')

  expect(exitCode).toBe(1)
  expect(stderr).toBe(`warning: num_replicas is 1, wanted 3
hint: to change it: nats stream edit TELEMETRY --replicas 3
`)
  expect(JSON.parse(stdout)).toMatchObject({
    stream: 'TELEMETRY',
    created: false,
    differences: [{ field: 'num_replicas', wanted: 3, found: 1 }],
    config: { name: 'TELEMETRY' },
  })
})

test('a stream that does not store all telemetry is exit code 1', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  const { streams } = await jetstreamManager(connection)
  await streams.add({ name: 'TELEMETRY', subjects: ['telemetry.spans.>'], max_bytes: 1024 ** 3 })
  const { exitCode, stderr } = await stream(server, 'ensure')

  expect(exitCode).toBe(1)
  expect(stderr).toContain('warning: subjects is telemetry.spans.>, wanted telemetry.>\n')
})

test('without JetStream there is no stream', async () => {
  await using server = await startNatsServer({ jetstream: false })

  expect(await stream(server, 'ensure')).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^error: stream TELEMETRY cannot be had: .*\nhint: JetStream must/,
    ),
  })
})

test('info shows what the stream holds and how far its readers are', async () => {
  await using server = await startFilled()
  const { exitCode, stdout, stderr } = await stream(server, 'info')

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.replace(TIMES, '2026-11-21T04:28:04Z').replace(PACE, '')).toMatchInlineSnapshot(`
    "stream    TELEMETRY, telemetry.>
    kept      in file, 1 replica, led by n1
    limits    7 d, 1 GiB
    messages  4, 205 B (0 %), 1 GiB left
    oldest    2026-11-21T04:28:04Z, dropped in 7 d
    newest    2026-11-21T04:28:04Z

    consumer            waiting  unacknowledged  redelivered  oldest                dropped in
    otlp-bridge-logs          1               0            0  2026-11-21T04:28:04Z         7 d
    otlp-bridge-traces        0               0            0  -                              -
    slow                      3               1            0  2026-11-21T04:28:04Z         7 d
    "
  `)
})

test('info --json has all of it', async () => {
  await using server = await startFilled()
  const { stdout } = await stream(server, 'info', '--json')

  expect(JSON.parse(stdout)).toMatchObject({
    stream: 'TELEMETRY',
    subjects: ['telemetry.>'],
    storage: 'file',
    replicas: 1,
    maxAgeMs: 604_800_000,
    maxBytes: 1024 ** 3,
    messages: 4,
    firstSequence: 1,
    lastSequence: 4,
    firstAt: expect.any(String),
    timeLeftMs: expect.closeTo(604_790_000, -5),
    consumers: [
      {
        name: 'otlp-bridge-logs',
        durable: true,
        subjects: ['telemetry.logs.>'],
        waiting: 1,
        unacknowledged: 0,
        redelivered: 0,
        oldestAt: expect.any(String),
        timeLeftMs: expect.closeTo(604_790_000, -5),
      },
      {
        name: 'otlp-bridge-traces',
        subjects: ['telemetry.spans.>', 'telemetry.hops'],
        waiting: 0,
        unacknowledged: 0,
      },
      { name: 'slow', subjects: [], waiting: 3, unacknowledged: 1 },
    ],
    differences: [],
  })
})

test('an empty stream has no oldest message', async () => {
  await using server = await startNatsServer()
  await stream(server, 'ensure', '--max-age', '0', '--max-bytes', 'unlimited')

  expect((await stream(server, 'info')).stdout).toMatchInlineSnapshot(`
    "stream    TELEMETRY, telemetry.>
    kept      in file, 1 replica, led by n1
    limits    none
    messages  0, 0 B
    differs   max_age is unlimited, wanted 7 d
    differs   max_bytes is unlimited, wanted 1 GiB

    no consumers
    "
  `)
})

test('info of a stream that is not there says how it is made', async () => {
  await using server = await startNatsServer()

  expect(await stream(server, 'info')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: stream TELEMETRY cannot be read: stream not found
hint: hopscope stream ensure makes it; --name and --js-domain say which it is
`,
  })
})

test('the stream of a JetStream domain is made and shown', async () => {
  await using server = await startNatsServer({ domain: 'hub' })
  await stream(server, 'ensure', '--js-domain', 'hub')

  expect(await stream(server, 'info', '--js-api-prefix', '$JS.hub.API')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('TELEMETRY, telemetry.>'),
  })
})

test.each([
  ['--max-age', 'week'],
  ['--max-bytes', '0'],
  ['--max-messages', '-1'],
  ['--replicas', '6'],
  ['--storage', 'tape'],
  ['--duplicate-window', '0'],
])('ensure %s %s is wrong usage', async (option, value) => {
  const { exitCode, stderr } = await runInFake(['stream', 'ensure', option, value])

  expect(exitCode).toBe(2)
  expect(stderr).toContain(`error: option '${option}`)
})

const TIMES = /\d{4}-\d\d-\d\dT[\d:]+Z/g
const PACE = /, full in .* at this pace/

function stream(server: NatsServer, command: string, ...args: readonly string[]) {
  return runInFake(['stream', command, ...args, '-s', server.url])
}

async function configOf(server: NatsServer, name: string) {
  await using connection = await connect({ servers: server.url })
  const { streams } = await jetstreamManager(connection)
  return (await streams.info(name)).config
}

/** A server with some telemetry that one consumer has read, one in part, and one not at all. */
async function startFilled(): Promise<NatsServer> {
  const server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  const { consumers } = await jetstreamManager(connection)
  const subjects = ['spans.a.batch', 'hops', 'logs.a.info', 'spans.b.batch']
  for (const subject of subjects) await jetstream(connection).publish(`telemetry.${subject}`, 'x')
  await consumers.add('TELEMETRY', {
    durable_name: 'otlp-bridge-traces',
    filter_subjects: ['telemetry.spans.>', 'telemetry.hops'],
    ack_policy: 'explicit',
  })
  await consumers.add('TELEMETRY', {
    durable_name: 'otlp-bridge-logs',
    filter_subject: 'telemetry.logs.>',
    ack_policy: 'explicit',
  })
  await consumers.add('TELEMETRY', { durable_name: 'slow', ack_policy: 'explicit' })
  const client = jetstream(connection)
  const traces = await client.consumers.get('TELEMETRY', 'otlp-bridge-traces')
  for await (const message of await traces.fetch({ max_messages: 3 })) await message.ackAck()
  const slow = await client.consumers.get('TELEMETRY', 'slow')
  await slow.next()
  return server
}
