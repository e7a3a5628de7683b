import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, TraceCollector } from '@hopscope/telemetry'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { startHopscope } from './start-hopscope.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer()
  connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  await record('billing', 'charge card', { 'order.id': 'o-1' })
  await record('billing', 'refund', { 'order.id': 'o-2' })
  await record('shipping', 'book carrier', { 'order.id': 'o-2' })
})

afterAll(async () => {
  await connection?.close()
  await server?.[Symbol.asyncDispose]()
})

test('search prints a line for each trace, the newest first', async () => {
  const { exitCode, stdout, stderr } = await hopscope('search')

  expect(exitCode).toBe(0)
  expect(stderr).toBe('')
  expect(stdout.trimEnd().split('\n')).toEqual([
    expect.stringMatching(
      /^[\d-]{10}T[\d:]{8}\.\d{3}Z {2}[\da-f]{32} .* shipping book carrier {2}1 span$/,
    ),
    expect.stringContaining('billing refund'),
    expect.stringContaining('billing charge card'),
  ])
})

test.each([
  [['service=billing'], ['refund', 'charge card']],
  [['--', 'service=billing', '-refund'], ['charge card']],
  [['service=billing', 'operation!=refund'], ['charge card']],
  [['attr.order.id=o-2'], ['book carrier', 'refund']],
  [['operation="charge card"'], ['charge card']],
  [['--limit', '1'], ['book carrier']],
  [['--since', '2000-01-01', '--until', '2001-01-01'], []],
  [['--since', '1h', 'charge'], ['charge card']],
])('search %s finds %s', async (args, names) => {
  const { stdout } = await hopscope('search', '--json', ...args)
  const traces = stdout.split('\n').filter(Boolean).map(rootName)

  expect(traces).toEqual(names)
})

test('a trace that began before is not told as one that began then', async () => {
  await using collector = new TraceCollector(connection, { service: 'night' })
  const tracer = collector.getTracer('test')
  const begin = tracer.startSpan('begin of the night')
  begin.end()
  await collector.flush()
  const since = new Date(Date.now() + 1).toISOString()
  await expect.poll(() => new Date().toISOString() > since).toBe(true)
  const context = trace.setSpanContext(ROOT_CONTEXT, begin.spanContext())
  tracer.startSpan('end of the night', {}, context).end()
  await collector.flush()

  expect(await hopscope('search', 'service=night', '--since', since)).toMatchObject({ exitCode: 1 })
})

test('a trace can be drawn', async () => {
  const { stdout } = await hopscope('search', 'book', '--tree')

  expect(stdout).toMatch(/book carrier {2}shipping/)
})

test('nothing found is exit code 1, and the term that is in the way is named', async () => {
  expect(await hopscope('search', 'service=billing', 'attr.order.id=o-9')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'no trace of TELEMETRY is as asked\nhint: there are some without attr.order.id=o-9\n',
  })
})

test('more than the limit is told of', async () => {
  expect(await hopscope('search', '--limit', '2')).toMatchObject({
    exitCode: 0,
    stderr: 'hint: there are more: add --limit, or be more precise\n',
  })
})

test.each(['search', 'tail'])(
  '%s refuses terms that are none, before it connects',
  async (command) => {
    expect(await runInFake([command, 'duration>fast', '-s', '127.0.0.1:1'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'error: "duration" needs a time, and "fast" is none\nhint: write it as in duration>200ms\n',
    })
  },
)

test.each(['search', 'tail'])('%s prints trees or JSON, not both', async (command) => {
  expect(await hopscope(command, '--tree', '--json')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining("'--tree' cannot be used with option '--json'"),
  })
})

test.each(['search', 'tail'])('%s says when there is no stream', async (command) => {
  expect(await hopscope(command, '--stream', 'NONE')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^error: stream NONE cannot be read.*\nhint: .+\n$/),
  })
})

test('tail prints what comes and not what was there', { timeout: 60_000 }, async () => {
  const tail = startHopscope([
    'tail',
    'service=billing',
    '--json',
    '--quiet',
    '50ms',
    '-s',
    server.url,
  ])
  const printed = firstLine(tail.child.stdout)
  // It has begun to read when the server has its consumer.
  await expect.poll(() => consumersOf(connection)).toBeGreaterThan(0)
  await record('shipping', 'deliver')
  await record('billing', 'send invoice')

  expect(rootName(await printed)).toBe('send invoice')
  tail.child.kill('SIGINT')
  expect(await tail.ended).toMatchObject({ code: 0, stderr: '' })
})

function hopscope(command: string, ...args: readonly string[]) {
  return runInFake([command, '-s', server.url, ...args])
}

async function record(
  service: string,
  name: string,
  attributes: Record<string, string> = {},
): Promise<void> {
  await using collector = new TraceCollector(connection, { service })
  collector.getTracer('test').startSpan(name, { attributes }).end()
}

function rootName(line: string): string {
  const trace: { readonly root?: { readonly name: string } } = JSON.parse(line)
  return trace.root?.name ?? ''
}

async function consumersOf(connection: NatsConnection): Promise<number> {
  const answer = await connection.request('$JS.API.STREAM.INFO.TELEMETRY')
  const info: { readonly state: { readonly consumer_count: number } } = answer.json()
  return info.state.consumer_count
}

async function firstLine(stream: AsyncIterable<unknown> | null): Promise<string> {
  let text = ''
  for await (const chunk of stream ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return text.split('\n')[0] ?? ''
}
