import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('- delivers what is piped in', async () => {
  await using server = await startNatsServer()

  expect(await delivered(server, ['-'], 'from a pipe')).toBe('from a pipe')
})

test('@file delivers what the file holds', async () => {
  await using server = await startNatsServer()
  await using folder = await temporaryFolder()
  await writeFile(folder.file('order.json'), '{"id": 7}\n')

  expect(await delivered(server, [`@${folder.file('order.json')}`])).toBe('{"id": 7}\n')
})

test('--size delivers so many bytes', async () => {
  await using server = await startNatsServer()

  expect(await delivered(server, ['--size', '100000'])).toHaveLength(100_000)
})

test('a payload that the server would not take is wrong usage', async () => {
  await using server = await startNatsServer({ config: 'max_payload: 1000' })

  expect(
    await runInFake(['trace', 'orders.new', '--size', '1001', '-s', server.url]),
  ).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: .*max_payload.* 1000\nhint: /),
  })
})

test('--reply is where a receiver is to answer', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  connection.subscribe('orders.new', { callback: (_error, msg) => void msg.respond('thanks') })
  const replies = connection.subscribe('answers', { max: 1 })
  await connection.flush()
  await runInFake(['trace', 'orders.new', '--deliver', '--reply', 'answers', '-s', server.url])
  const answers = []
  for await (const msg of replies) answers.push(msg.string())

  expect(answers).toEqual(['thanks'])
})

test('--reply of a dry run tells what a requester would be told, and nobody gets it', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  const replies = connection.subscribe('answers')
  await (await jetstreamManager(connection)).streams.add({ name: 'ORDERS', subjects: ['orders.*'] })
  const late = ['-H', 'Nats-Expected-Last-Sequence: 99']
  const asked = ['--reply', 'answers', '-s', server.url]
  const refused = await runInFake(['trace', 'orders.new', '--json', ...late, ...asked])
  const unanswered = await runInFake(['trace', 'nobody.here', ...asked])

  expect(JSON.parse(refused.stdout).verdict.storage).toMatchObject([
    { stream: 'ORDERS', outcome: 'rejected', errorCode: 10_071 },
  ])
  expect(unanswered.stdout).toContain('; a requester is told so ("no responders", 503)')
  expect(replies.getReceived()).toBe(0)
})

test('--no-traceparent leaves the headers as they were typed', async () => {
  await using server = await startNatsServer()
  const args = ['trace', 'orders.new', '--json', '-s', server.url, '-H', 'a: b']
  const { stdout } = await runInFake([...args, '--no-traceparent'])
  const { traceId, servers } = JSON.parse(stdout)

  expect(traceId).toBeUndefined()
  expect(servers[0].report.headers).toContain('a')
  expect(servers[0].report.headers).not.toContain('traceparent')
})

test('--msg-trace shows what servers report to the account', async () => {
  await using server = await startNatsServer({
    config: `
      accounts { APP { users: [ { user: app, password: pw } ], msg_trace: { dest: "hops" } } }
      no_auth_user: app
    `,
  })
  const args = ['trace', 'orders.new', '--deliver', '--msg-trace', 'hops', '-s', server.url]
  const { stdout } = await runInFake([...args, '--json'])
  const { complete, servers } = JSON.parse(stdout)

  expect(complete).toBe(true)
  expect(servers[0].report.headers).toContain('traceparent')
  expect(servers[0].report.headers).not.toContain('Nats-Trace-Dest')
})

test('--msg-trace of an account that traces nothing says what to look at', async () => {
  await using server = await startNatsServer()
  const args = ['trace', 'orders.new', '--deliver', '--msg-trace', 'hops', '-s', server.url]

  expect(await runInFake([...args, '--timeout', '300ms'])).toEqual({
    exitCode: 1,
    stdout: 'no server reported\n',
    stderr:
      'hint: the message was sent: see that msg_trace of the account has the dest hops, and a sampling of 100\n',
  })
})

test.each([
  [['--msg-trace', 'hops'], '--msg-trace goes with --deliver'],
  [['--reply', 'a.*'], 'subject "a.*" has a wildcard'],
  [['--publish', '--no-traceparent'], '--no-traceparent and --publish exclude each other'],
  [['--msg-trace', 'hops', '--deliver', '--no-traceparent'], 'exclude each other'],
  [['--size', '1k'], 'It must be a whole number from 0 to 67108864.'],
  [['hello', '--size', '5'], '--size and [payload] exclude each other'],
])('%j is wrong usage', async (args, message) => {
  expect(await runInFake(['trace', 'orders.new', ...args])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  })
})

/** The payload that a subscriber gets. */
async function delivered(
  server: NatsServer,
  args: readonly string[],
  stdin = '',
): Promise<string | undefined> {
  await using connection = await connect({ servers: server.url })
  const subscription = connection.subscribe('orders.new')
  await connection.flush()
  await runInFake(['trace', 'orders.new', ...args, '--deliver', '-s', server.url], { stdin })
  await subscription.drain()
  const payloads = []
  for await (const msg of subscription) payloads.push(msg.string())
  return payloads[0]
}
