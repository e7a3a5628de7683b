import { startNatsServer } from '@hopscope/nats-server'
import { DiscardPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'

const FIXTURES = join(import.meta.dirname, '../../path/test/fixtures/server-events')
const SECRET = ['-H', 'Authorization: s3cret', '-H', 'Nats-Msg-Id: order-7']

test('a trace that was saved is shown again as it was, without a server', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url, name: 'printer' })
  connection.subscribe('orders.*')
  await connection.flush()
  await using folder = await temporaryFolder()
  const file = folder.file('trace.json')
  const live = await runInFake(['trace', 'orders.new', '-s', server.url, '--save', file])

  expect(live.stdout).toContain('client printer')
  expect(await runInFake(['trace', '--replay', file])).toEqual(live)
})

test('a saved trace holds no secrets, and only its owner may read it', async () => {
  await using server = await startNatsServer()
  await using folder = await temporaryFolder()
  const file = folder.file('trace.json')
  await runInFake(['trace', 'orders.new', ...SECRET, '-s', server.url, '--save', file])
  const saved = await readFile(file, 'utf8')

  expect(saved).not.toContain('s3cret')
  expect(saved).toContain('order-7')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(dirname(file))).toEqual(['trace.json'])
})

test('--show-headers shows what is masked otherwise', async () => {
  await using server = await startNatsServer()
  await using folder = await temporaryFolder()
  const file = folder.file('trace.json')
  const args = ['trace', 'orders.new', ...SECRET, '-s', server.url, '--show-headers']

  expect((await runInFake([...args, '--json', '--save', file])).stdout).toContain('s3cret')
  expect((await runInFake([...args, '--ndjson'])).stdout).toContain('s3cret')
  expect(await readFile(file, 'utf8')).toContain('s3cret')
})

test.each(['--ndjson', '--trace', '--format=ndjson'])(
  '%s prints the events of the servers, a line each, without secrets',
  async (option) => {
    await using server = await startNatsServer()
    const args = ['trace', 'orders.new', ...SECRET, '-s', server.url]
    const { stdout } = await runInFake([...args, option])

    expect(stdout).toMatch(/^\{.*\}\n$/)
    expect(JSON.parse(stdout)).toMatchObject({
      server: { name: 'n1', ver: server.version, seq: expect.any(Number) },
      request: { header: { Authorization: ['***'], 'Nats-Msg-Id': ['order-7'] } },
      events: [{ type: 'in', subj: 'orders.new' }],
    })
  },
)

test('what a stream said of itself is saved with the trace', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({
    name: 'ORDERS',
    subjects: ['orders.>'],
    max_msgs: 1,
    discard: DiscardPolicy.New,
  })
  await jetstream(connection).publish('orders.old')
  await using folder = await temporaryFolder()
  const file = folder.file('trace.json')
  const args = ['trace', 'orders.new', '-s', server.url, '--save', file]
  const live = await runInFake(args)

  expect(live).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('is full') })
  expect(await runInFake(['trace', '--replay', file])).toEqual(live)
})

test('what servers replied to a dry run is saved with the trace', async () => {
  await using server = await startNatsServer()
  await using folder = await temporaryFolder()
  const file = folder.file('trace.json')
  const args = ['trace', 'nobody.here', '-s', server.url, '--reply', 'answers', '--save', file]
  const live = await runInFake(args)

  expect(live.stdout).toContain('a requester is told so')
  expect(await runInFake(['trace', '--replay', file])).toEqual(live)
})

test.each([
  ['mermaid', /^flowchart TD\n/],
  ['dot', /^digraph trace \{\n/],
])('--format %s prints a graph for other programs', async (format, pattern) => {
  const file = join(FIXTURES, 'seedexact-dryrun.json')
  const { exitCode, stdout } = await runInFake(['trace', '--replay', file, '--format', format])

  expect(exitCode).toBe(0)
  expect(stdout).toMatch(pattern)
})

test('-T shows when each server had the message', async () => {
  const file = join(FIXTURES, 'js-stored.json')
  const { stdout } = await runInFake(['trace', '--replay', file, '-T'])

  expect(stdout).toMatchInlineSnapshot(`
    "stored in ORDERS
    1 server in 0.2 ms

                          at     took
    S1                  0 ms           client app-pub
    └─ stream ORDERS  0.2 ms  +0.2 ms  stored

    egress: 1 stream
    "
  `)
})

test('events that were printed are shown when they are piped back', async () => {
  await using server = await startNatsServer()
  const args = ['trace', 'orders.new', '-s', server.url]
  const { stdout } = await runInFake([...args, '--ndjson'])

  expect(await runInFake(['trace', '--replay', '-'], { stdin: stdout })).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('nobody would get the message'),
  })
})

test('a recording of others is shown, with what is in its events', async () => {
  const file = join(FIXTURES, 'seedexact-dryrun.json')
  const { stdout } = await runInFake(['trace', '--replay', file, '--json'])

  expect(JSON.parse(stdout)).toMatchObject({
    subject: expect.any(String),
    dryRun: true,
    complete: true,
    verdict: { received: true },
  })
})

test.each([
  ['nothing.json', undefined, 'cannot be read'],
  ['other.json', '{"events":[{"type":"in"}]}', 'holds no trace event'],
  ['empty.json', '', 'holds no trace event'],
])('%s is refused', async (name, content, message) => {
  await using folder = await temporaryFolder()
  const file = folder.file(name)
  await Promise.all([content].map((text) => text !== undefined && writeFile(file, text)))

  expect(await runInFake(['trace', '--replay', file])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^error: ".*${name}" ${message}\nhint: .*\n$`)),
  })
})

test.each([
  [['orders.new', '--replay', 'a'], '--replay and <subject> exclude each other'],
  [['--replay', 'a', '--count', '2'], '--replay and --count exclude each other'],
  [['orders.new', '--json', '--ndjson'], 'json and ndjson exclude each other'],
  [['orders.new', '--format', 'xml'], 'Allowed choices are text, json, ndjson, mermaid, dot'],
])('%j is wrong usage', async (args, message) => {
  expect(await runInFake(['trace', ...args])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  })
})
