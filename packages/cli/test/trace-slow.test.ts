import { startNatsServer } from '@hopscope/nats-server'
import { connect } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { REAL_MESSAGE, startSlowProxy } from './start-slow-proxy.ts'

test('a server that is far away is waited for', async () => {
  await using server = await startNatsServer()
  await using slow = await startSlowProxy(server.port, { delayMs: 60 })
  const { exitCode, stdout, stderr } = await runInFake(['trace', 'orders.new', '-s', slow.url])

  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
  expect(stdout).toContain('nobody would get the message')
})

test('--deliver by a slow way delivers each message once', async () => {
  await using server = await startNatsServer()
  await using slow = await startSlowProxy(server.port, { delayMs: 60 })
  await using connection = await connect({ servers: server.url })
  const subscription = connection.subscribe('orders.new')
  await connection.flush()
  const args = ['trace', 'orders.new', '-s', slow.url, '--deliver', '--count', '3']
  const { exitCode, stdout } = await runInFake(args)
  await connection.flush()

  expect(exitCode).toBe(0)
  expect(stdout).toContain('3 messages, 3 received')
  expect(subscription.getReceived()).toBe(3)
})

test('a way that takes longer than --timeout is told of', async () => {
  await using server = await startNatsServer()
  await using slow = await startSlowProxy(server.port, { delayMs: 500 })
  const args = ['trace', 'orders.new', '-s', slow.url, '--timeout', '100ms']

  expect(await runInFake(args)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^error: nats:\/\/127.0.0.1:\d+ did not answer within 100 ms\nhint: .*--timeout.*\n$/,
    ),
  })
})

test('a connection that breaks after the message was sent leaves open whether it was delivered', async () => {
  await using server = await startNatsServer()
  await using broken = await startSlowProxy(server.port, { delayMs: 0, breakAt: REAL_MESSAGE })
  const args = ['trace', 'orders.new', '-s', broken.url, '--deliver']

  expect(await runInFake(args)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: the connection was closed while tracing: the message to orders.new was sent, and may have been delivered
hint: look at who is to get it, or at its stream, before you send it again
`,
  })
})

test.each([['--json'], ['--deliver'], ['--count', '5']])(
  'a connection that breaks in the middle of a trace with %s is told of',
  async (...flags) => {
    await using server = await startNatsServer()
    await using broken = await startSlowProxy(server.port, { delayMs: 0, breakAt: /HPUB/ })
    const args = ['trace', 'orders.new', '-s', broken.url, ...flags]

    expect(await runInFake(args)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: .*connection.*\nhint: .*\n$/),
    })
  },
)
