import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { connect } from '@nats-io/transport-node'
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'
import { REAL_MESSAGE, startSlowProxy } from './start-slow-proxy.ts'
import { startHopscope, type RunningHopscope } from './start-hopscope.ts'

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s during --count prints what was gathered, and is exit code %i',
  async (signal, code) => {
    await using server = await startNatsServer()
    const hopscope = startHopscope(['trace', 'orders.new', '--count', '100000', ...forReal(server)])
    await received(server, 3)
    hopscope.child.kill(signal)
    const { stdout, stderr, ...ended } = await hopscope.ended

    expect(ended).toEqual({ code })
    expect(stdout).toMatch(/^\d+ messages, \d+ received\n\n/)
    expect(stderr).toMatch(
      /^ended after \d+ of 100000 messages, and one more may have been delivered\n$/,
    )
  },
)

test('Ctrl-C during --count --json prints one document', async () => {
  await using server = await startNatsServer()
  const args = ['trace', 'orders.new', '--count', '100000', '--json', ...forReal(server)]
  const hopscope = startHopscope(args)
  await received(server, 3)
  hopscope.child.kill('SIGINT')
  const { code, stdout } = await hopscope.ended
  const { runs, complete, dryRun } = JSON.parse(stdout)

  expect({ code, dryRun }).toEqual({ code: 130, dryRun: false })
  expect(runs).toBeGreaterThanOrEqual(2)
  expect(complete).toBe(runs)
})

test('a server that is killed during --count ends it with what was gathered', async () => {
  await using server = await startNatsServer()
  const hopscope = startHopscope(['trace', 'orders.new', '--count', '100000', ...forReal(server)])
  await received(server, 3)
  await server.stop({ graceMs: 0 })
  const { code, stdout, stderr } = await hopscope.ended

  expect(code).toBe(1)
  expect(stdout).toMatch(/^\d+ messages, \d+ received\n\n/)
  expect(stderr).toMatch(/^ended after \d+ of 100000 messages, .*\nerror: .*\nhint: .*\n$/)
})

test('SIGTERM ends --watch without a word', async () => {
  await using server = await startNatsServer()
  const hopscope = startHopscope(['trace', 'orders.new', '--watch=1ms', '-s', server.url])
  await printed(hopscope)
  hopscope.child.kill('SIGTERM')

  expect(await hopscope.ended).toMatchObject({ code: 143, stderr: '' })
})

test.each([['trace orders.new'], ['trace orders.new --count 9'], ['trace orders.new --watch']])(
  'Ctrl-C ends %j without a word, while a server is waited for that is silent',
  async (command) => {
    await using silent = await startSilent()
    const hopscope = startHopscope([...command.split(' '), '-s', `127.0.0.1:${silent.port}`])
    await silent.reached
    hopscope.child.kill('SIGINT')

    expect(await hopscope.ended).toEqual({ code: 130, stdout: '', stderr: '' })
  },
)

test.runIf(process.platform === 'linux').each([
  ['the payload', ['orders.new', '@PIPE']],
  ['a saved trace', ['--replay', 'PIPE']],
  ['credentials', ['orders.new', '--creds', 'PIPE']],
] as const)(
  'SIGTERM ends it while nobody writes to the pipe that holds %s',
  async (_what, args) => {
    await using folder = await temporaryFolder()
    const pipe = folder.file('pipe')
    await promisify(execFile)('mkfifo', [pipe])
    const hopscope = startHopscope(['trace', ...args.map((arg) => arg.replace('PIPE', pipe))])
    await using _writer = await openForWriting(pipe)
    hopscope.child.kill('SIGTERM')

    expect(await hopscope.ended).toEqual({ code: 143, stdout: '', stderr: '' })
  },
)

test('a delivery that is interrupted says that the message may have been delivered', async () => {
  await using server = await startNatsServer()
  await using mute = await startSlowProxy(server.port, { delayMs: 0, muteAt: REAL_MESSAGE })
  await using connection = await connect({ servers: server.url })
  const subscription = connection.subscribe('orders.new', { max: 1 })
  await connection.flush()
  const hopscope = startHopscope(['trace', 'orders.new', '--deliver', '-s', mute.url])
  for await (const _ of subscription) continue
  hopscope.child.kill('SIGINT')

  expect(await hopscope.ended).toEqual({
    code: 130,
    stdout: '',
    stderr: 'interrupted: the message may have been delivered\n',
  })
})

test('Ctrl-C does not wait for a backend that does not answer', async () => {
  await using server = await startNatsServer()
  await using silent = await startSilent()
  const backend = ['--otlp', `http://127.0.0.1:${silent.port}`]
  const hopscope = startHopscope(['trace', 'orders.new', '-s', server.url, ...backend], {
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
  })
  await silent.reached
  hopscope.child.kill('SIGINT')

  expect(await hopscope.ended).toMatchObject({ code: 130, stderr: '' })
})

test.each([
  ['--watch=1ms', 'nobody would get the message'],
  ['--count 100000 --ndjson', '{"server"'],
])('a reader that has seen enough of %s ends it without a word', async (options, line) => {
  await using server = await startNatsServer()
  const { stdout, stderr } = await inShell(
    `$hopscope trace orders.new -s ${server.url} ${options} | head -n 1; echo "\${PIPESTATUS[0]}"`,
  )

  expect(stderr).toBe('')
  expect(stdout).toMatch(new RegExp(`^${line}.*\n141\n$`))
})

test('errors that nobody reads are no failure of their own', async () => {
  const { stdout } = await inShell('$hopscope trace 2> >(exit); echo "$?"')

  expect(stdout).toBe('2\n')
})

test.runIf(process.platform === 'linux')('a full disk is told of', async () => {
  await using server = await startNatsServer()
  const { stdout, stderr } = await inShell(
    `$hopscope trace orders.new -s ${server.url} >/dev/full; echo "$?"`,
  )

  expect(stdout).toBe('1\n')
  expect(stderr).toBe('error: cannot write to stdout: ENOSPC\n')
})

function forReal(server: NatsServer): readonly string[] {
  return ['--deliver', '-s', server.url]
}

/** Resolves when a subscriber has had so many messages. */
async function received(server: NatsServer, count: number): Promise<void> {
  await using connection = await connect({ servers: server.url })
  const subscription = connection.subscribe('orders.new', { max: count })
  for await (const _ of subscription) continue
}

/** Resolves when it has printed something. */
async function printed({ child }: RunningHopscope): Promise<void> {
  await new Promise((resolve) => child.stdout?.once('data', resolve))
}

/** Opens a pipe as soon as somebody has opened it for reading. */
async function openForWriting(pipe: string): Promise<FileHandle> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK
  return vi.waitFor(() => open(pipe, flags), 10_000)
}

function inShell(script: string) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const hopscope = `${process.execPath} --conditions=@hopscope/source ${main}`
  return promisify(execFile)('bash', ['-c', `hopscope='${hopscope}'\n${script}`])
}

/** Something that takes connections and never says a word. */
async function startSilent() {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume()
    reach()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    reached,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
