import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { spansIn, startBackend } from './start-backend.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('--otlp sends the hops as spans of the trace that was shown', async () => {
  await using server = await startNatsServer()
  await using backend = await startBackend()
  const args = ['trace', 'orders.new', '--json', '-s', server.url, '--otlp', backend.url]
  const { stdout, stderr } = await runInFake(args)
  const { traceId } = JSON.parse(stdout)

  expect(stderr).toBe(`sent 2 spans of trace ${traceId}\n`)
  expect(backend.received.map(({ path }) => path)).toEqual(['/v1/traces'])
  expect(backend.received.flatMap(({ body }) => spansIn(body))).toMatchObject([
    { traceId, name: 'publish orders.new', kind: 'producer' },
    { traceId, name: 'hop n1' },
  ])
})

test('all spans hang below the one who sent the message, also when it is sent later', async () => {
  await using server = await startNatsServer()
  await using backend = await startBackend()
  await using folder = await temporaryFolder()
  const file = folder.file('trace.json')
  await runInFake(['trace', 'orders.new', '-s', server.url, '--save', file])
  await runInFake(['trace', '--replay', file, '--otlp', backend.url])
  const [producer, hop] = spansIn(backend.received[0]?.body)

  expect(producer).not.toHaveProperty('parentSpanId')
  expect(hop?.parentSpanId).toBe(producer?.spanId)
})

test('the span of somebody else whose context was given is theirs to send', async () => {
  await using server = await startNatsServer()
  await using backend = await startBackend()
  const theirs = 'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const args = ['trace', 'orders.new', '-s', server.url, '-H', theirs]
  await runInFake([...args, '--otlp', backend.url])

  expect(spansIn(backend.received[0]?.body)).toMatchObject([
    { name: 'hop n1', parentSpanId: 'b7ad6b7169203331' },
  ])
})

test('a whole URL is taken as it is, also for a trace that was saved', async () => {
  await using backend = await startBackend()
  const file = join(import.meta.dirname, '../../path/test/fixtures/server-events/js-stored.json')
  await runInFake(['trace', '--replay', file, '--otlp', `${backend.url}/own/path?key=s3cret`])

  expect(backend.received.map(({ path }) => path)).toEqual(['/own/path?key=s3cret'])
  expect(spansIn(backend.received[0]?.body).map(({ name }) => name)).toContain('store ORDERS')
})

test('a backend that is away is exit code 1, and the trace is shown', async () => {
  await using server = await startNatsServer()
  const args = ['trace', 'orders.new', '-s', server.url, '--otlp', 'http://u:s3cret@127.0.0.1:1']

  expect(await runInFake(args)).toEqual({
    exitCode: 1,
    stdout: expect.stringContaining('n1'),
    stderr: expect.stringMatching(/^error: http:\/\/127.0.0.1:1\S* did not take the spans: /),
  })
})

test('a trace without events has no span to send', async () => {
  const args = ['trace', '--replay', '-', '--otlp', 'http://127.0.0.1:1']
  const stdin = JSON.stringify({ subject: 'orders.new', events: [] })

  expect(await runInFake(args, { stdin })).toEqual({
    exitCode: 1,
    stdout: 'no server reported\n',
    stderr: 'there is no span to send\n',
  })
})

test('an endpoint that is no URL is refused before anything is sent', async () => {
  const args = ['trace', 'orders.new', '--deliver', '--otlp', 'user:s3cret@host']

  expect(await runInFake(args)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: --otlp is no http or https URL
hint: write it as in --otlp http://localhost:4318
`,
  })
})

test('--publish stores the events where servers store theirs, without secrets', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  const args = ['trace', 'orders.new', '-H', 'Authorization: s3cret', '-s', server.url]

  const { stderr } = await runInFake([...args, '--publish'])
  const manager = await jetstreamManager(connection)
  const stored = await manager.streams.getMessage('TELEMETRY', { last_by_subj: 'telemetry.hops' })

  expect(stderr).toBe('published 1 event to TELEMETRY\n')
  expect(stored?.json()).toMatchObject({
    server: { name: 'n1' },
    request: { header: { Authorization: ['***'] } },
  })
})

test('--publish without a stream says so', async () => {
  await using server = await startNatsServer()

  expect(await runInFake(['trace', 'orders.new', '--publish', '-s', server.url])).toEqual({
    exitCode: 1,
    stdout: expect.stringContaining('n1'),
    stderr: expect.stringMatching(
      /^error: no stream took the events at telemetry.hops: .*\nhint: /,
    ),
  })
})
