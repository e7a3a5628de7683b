import { startCluster, startNatsServer } from '@hopscope/nats-server'
import { connect } from '@nats-io/transport-node'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startHopscope } from './start-hopscope.ts'
import { runInFake } from './run-in-fake.ts'
import { fakeIo } from './fake-io.ts'
import { run } from '../src/program.ts'

test('--count tells which members of a queue group got how many', async () => {
  await using server = await startNatsServer()
  await using a = await connect({ servers: server.url, name: 'worker-a' })
  await using b = await connect({ servers: server.url, name: 'worker-b' })
  a.subscribe('orders.*', { queue: 'workers' })
  b.subscribe('orders.*', { queue: 'workers' })
  await Promise.all([a.flush(), b.flush()])
  const args = ['trace', 'orders.new', '--count', '40', '--json', '-s', server.url]

  const { exitCode, stdout } = await runInFake(args)
  const { subscribers, ...counts } = JSON.parse(stdout)

  expect(exitCode).toBe(0)
  expect(counts).toEqual({
    subject: 'orders.new',
    dryRun: true,
    runs: 40,
    complete: 40,
    received: 40,
    links: [],
  })
  expect(subscribers.map(({ name }: { name: string }) => name).toSorted()).toEqual([
    'worker-a',
    'worker-b',
  ])
  expect(subscribers[0].messages + subscribers[1].messages).toBe(40)
})

test('--count tells how long each link took', async () => {
  await using cluster = await startCluster({ size: 2, jetstream: false })
  const [first, second] = [cluster.server('C1N1'), cluster.server('C1N2')]
  await using connection = await connect({ servers: second.url, name: 'printer' })
  connection.subscribe('orders.new')
  await connection.flush()
  const args = ['trace', 'orders.new', '-s', first.url]
  await expect.poll(async () => (await runInFake(args)).exitCode).toBe(0)

  const { exitCode, stdout } = await runInFake([...args, '--count', '5'])

  expect(exitCode).toBe(0)
  expect(withoutTimes(stdout)).toMatchInlineSnapshot(`
    "5 messages, 5 would be received

    client  server  cid  subscription  queue  messages  share
    printer  C1N2 7  orders.new  5  100 %

    link  messages  p50  p95
    C1N1 → C1N2  5 0 ms 0 ms
    "
  `)
})

test('--count is exit code 1 if a message is not received', async () => {
  await using server = await startNatsServer()
  const args = ['trace', 'orders.new', '--count', '2', '-s', server.url]

  expect(await runInFake(args)).toEqual({
    exitCode: 1,
    stdout: '2 messages, 0 would be received\n',
    stderr: '',
  })
  expect(await runInFake([...args, '--expect', 'subscribers=0'])).toMatchObject({ exitCode: 0 })
  expect(await runInFake([...args, '--expect', 'subscribers=1'])).toMatchObject({
    exitCode: 1,
    stderr:
      'error: run 1: expected subscribers=1, got 0\nerror: run 2: expected subscribers=1, got 0\n',
  })
})

test('--watch prints a block for each trace, until it is ended', async () => {
  await using server = await startNatsServer()
  const hopscope = startHopscope(['trace', 'orders.new', '--watch=1ms', '-s', server.url])
  const { promise: printed, resolve } = Promise.withResolvers<void>()
  let text = ''
  hopscope.child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.split('1 server').length > 2) resolve()
  })
  await printed
  hopscope.child.kill('SIGINT')
  const { code, stdout, stderr } = await hopscope.ended

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^nobody would get the message$[^]*\n\nnobody would get the message$/m)
})

test('in a terminal, --watch draws over what it drew before', async () => {
  await using server = await startNatsServer()
  const interrupt = new AbortController()
  const io = fakeIo({ width: 80, signal: interrupt.signal })
  const running = run(io, ['trace', 'orders.new', '--watch', '-s', server.url])
  await expect.poll(() => io.stdout.text).toContain('\u001b[2J\u001b[Hnobody')
  interrupt.abort()

  expect(await running).toBe(0)
})

test('--diff of a trace with itself finds nothing', async () => {
  const file = recording('seedexact-dryrun')

  expect(await runInFake(['trace', '--diff', file, file])).toEqual({
    exitCode: 0,
    stdout: 'the traces do not differ\n',
    stderr: '',
  })
})

test('--diff names what is gone and what was added', async () => {
  const files = [recording('seedexact-dryrun'), recording('synthetic-missing-leafs')]
  const { exitCode, stdout, stderr } = await runInFake(['trace', '--diff', ...files])

  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
  expect(stdout).toMatchInlineSnapshot(`
    "-  server      C1L2
    -  server      C2N3
    +  silent      C1L2
    +  silent      C2N3
    -  link        C1N3 → C1L2
    -  link        C2N2 → C2N3
    -  subscriber  client shop-edge on C1L2, subscribed to orders.>
    -  subscriber  client warehouse on C2N3, subscribed to orders.>
    "
  `)
})

test('--diff tells which links are slower, which is no other shape', async () => {
  const files = [recording('seedexact-deliver'), recording('synthetic-skew')]
  const { exitCode, stdout } = await runInFake(['trace', '--json', '--diff', ...files])
  const { same, slower } = JSON.parse(stdout)

  expect({ exitCode, same }).toEqual({ exitCode: 0, same: true })
  expect(slower).toEqual([
    { from: 'C3N2', to: 'C2N2', beforeMs: expect.any(Number), afterMs: expect.any(Number) },
  ])
})

test('--diff of one file compares it with the message as it goes now', async () => {
  await using server = await startNatsServer({ name: 'S1' })
  const args = ['trace', 'demo.a', '-s', server.url, '--diff', recording('single-deliver')]
  const { exitCode, stdout } = await runInFake(args)

  expect(exitCode).toBe(1)
  expect(stdout).toMatchInlineSnapshot(`
    "-  subscriber  client app-sub on S1, subscribed to demo.>
    "
  `)
})

test.each([
  [['--diff', 'a'], '--diff takes two saved traces, or one and a subject'],
  [['a', '--diff', 'b', 'c'], '--diff takes two saved traces, or one and a subject'],
  [['--diff', 'a', 'b', 'c'], '--diff takes two saved traces, or one and a subject'],
  [['orders.new', '--watch', '--count', '2'], '--count and --watch exclude each other'],
  [['orders.new', '--watch', '--deliver'], '--watch and --deliver exclude each other'],
  [['--watch', 'orders.new'], 'It must be a duration such as 500ms or 5s; a subject goes before'],
  [['orders.new', '--count', '2', '--format', 'dot'], '--count cannot be printed as dot'],
  [['--ndjson', '--diff', 'a', 'b'], '--diff cannot be printed as ndjson'],
  [['orders.new', '--count', '0'], 'It must be a whole number from 1 to 100000.'],
])('%j is wrong usage', async (args, message) => {
  expect(await runInFake(['trace', ...args])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  })
})

function recording(name: string): string {
  return join(import.meta.dirname, `../../path/test/fixtures/server-events/${name}.json`)
}

function withoutTimes(text: string): string {
  return text
    .replace(/ +-?[\d.]+ ms/g, ' 0 ms')
    .replace(/ +\d+ {2}orders/g, ' 7  orders')
    .replace(/ {2,}/g, '  ')
}
