import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, TraceCollector } from '@hopscope/telemetry'
import { connect } from '@nats-io/transport-node'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { startHopscope, type RunningHopscope } from './start-hopscope.ts'

const TIMEOUT = { timeout: 60_000 }

test('view serves what the stream holds, and ends at Ctrl-C', TIMEOUT, async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  const view = startHopscope([
    'view',
    '--json',
    '--port',
    String(await freePort()),
    '-s',
    server.url,
  ])
  const addresses = await told(view)
  await using collector = new TraceCollector(connection, { service: 'billing' })
  collector.getTracer('test').startSpan('charge card').end()
  await collector.flush()

  await expect
    .poll(() => ask(addresses, '/api/v1/traces'))
    .toMatchObject({
      traces: [{ root: { service: 'billing', name: 'charge card' } }],
    })
  expect(await ask(addresses, '/api/v1/status')).toMatchObject({
    source: { state: 'connected', stream: 'TELEMETRY', streamState: 'reading' },
    canPublish: false,
  })
  const page = await fetch(addresses.url, { redirect: 'manual' })
  expect([page.status, page.headers.get('set-cookie')]).toEqual([
    303,
    expect.stringMatching(/HttpOnly; SameSite=Strict/),
  ])

  view.child.kill('SIGINT')
  expect(await view.ended).toMatchObject({ code: 0, stderr: '' })
})

test('the password of a server is in no answer', TIMEOUT, async () => {
  await using server = await startNatsServer({
    config: 'authorization: { user: me, password: pa55word }',
  })
  const url = server.url.replace('nats://', 'nats://me:pa55word@')
  const view = startHopscope(['view', '--json', '--port', String(await freePort()), '-s', url])
  const addresses = await told(view)

  const status = JSON.stringify(await ask(addresses, '/api/v1/status'))
  expect(status).toContain('127.0.0.1')
  expect(status).not.toContain('pa55word')
  view.child.kill('SIGINT')
  const { stderr, stdout } = await view.ended
  expect(stderr + stdout).not.toContain('pa55word')
})

test('view says when there is nothing to read, and goes on', TIMEOUT, async () => {
  await using server = await startNatsServer()
  const view = startHopscope(['view', '--port', String(await freePort()), '-s', server.url])
  await view.until(/Ctrl-C ends it/)
  view.child.kill('SIGINT')

  expect(await view.ended).toMatchObject({
    code: 0,
    stderr:
      'warning: There is no stream TELEMETRY: create it with `hopscope stream ensure`.\n' +
      'open it in a browser of this machine; Ctrl-C ends it\n',
  })
})

test(
  'up is a server, a stream, a receiver of OTLP and a page, and leaves nothing',
  TIMEOUT,
  async () => {
    const ports = await Promise.all([freePort(), freePort(), freePort()])
    const [natsPort, otlpPort, port] = ports.map(String)
    const args = ['--nats-port', natsPort ?? '', '--otlp', otlpPort ?? '', '--port', port ?? '']
    const up = startHopscope(['up', '--json', ...args])
    const addresses = await told(up)
    expect(addresses).toMatchObject({
      natsUrl: `nats://127.0.0.1:${natsPort}`,
      otlpUrl: expect.stringContaining(`:${otlpPort}`),
      url: expect.stringContaining(`:${port}/traces?t=`),
    })

    await fetch(`http://127.0.0.1:${otlpPort}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [SPAN] }] }] }),
    })
    expect(await ask(addresses, '/api/v1/traces')).toMatchObject({
      traces: [{ traceId: SPAN.traceId }],
    })
    expect(await ask(addresses, '/api/v1/status')).toMatchObject({
      source: { streamState: 'reading' },
      canPublish: true,
    })

    up.child.kill('SIGINT')
    expect((await up.ended).code).toBe(0)
    await expect(connect({ servers: addresses.natsUrl, reconnect: false })).rejects.toThrow(
      /refused/,
    )
  },
)

test.each([
  [['--host', '0.0.0.0'], 2, /^error: other machines could connect to 0\.0\.0\.0\nhint: .+\n$/],
  [['--port', '0'], 2, /must be a port from 1 to 65535/],
  [['--max-index-bytes', '5'], 2, /^error: maxBytes must be at least .+\n/],
  [['--index', '/dev/null/x.db'], 1, /^error: .*\/dev\/null\/x\.db.*\n/],
])('view %s is refused in a sentence', async (args, exitCode, stderr) => {
  await using server = await startNatsServer()

  expect(await runInFake(['view', ...args, '-s', server.url])).toEqual({
    exitCode,
    stdout: '',
    stderr: expect.stringMatching(stderr),
  })
})

test('up says by which option to have NATS elsewhere when its port is taken', async () => {
  await using other = await startNatsServer()

  expect(await runInFake(['up', '--nats-port', String(other.port)])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      `error: hopscope cannot have port ${other.port}: it is taken\n` +
      `hint: stop what listens on port ${other.port}, or give another port: --nats-port is the one for clients\n`,
  })
})

test('up that is ended while its server starts ends without a word', async () => {
  expect(await runInFake(['up'], { signal: AbortSignal.abort() })).toEqual({
    exitCode: 130,
    stdout: '',
    stderr: '',
  })
})

test.each([
  ['--otlp-origin', ['--otlp-origin', 'http://localhost:3000'], '--otlp'],
  ['--allow-remote', ['--allow-remote'], '--host'],
])('%s alone would change nothing, and is refused', async (option, args, other) => {
  expect(await runInFake(['view', ...args, '-s', '127.0.0.1:1'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: ${option} needs ${other}\nhint: add ${other}, or leave ${option} out\n`,
  })
})

test('a port that is taken is told', async () => {
  await using server = await startNatsServer()
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as AddressInfo

  const { exitCode, stderr } = await runInFake(['view', '--port', String(port), '-s', server.url])
  taken.close()

  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^error: .*${port}`))])
})

const SPAN = {
  traceId: 'ab'.repeat(16),
  spanId: 'cd'.repeat(8),
  name: 'sent by OTLP',
  startTimeUnixNano: `${Date.now()}000000`,
  endTimeUnixNano: `${Date.now() + 5}000000`,
}

interface Addresses {
  readonly url: string
  readonly accessToken: string
  readonly natsUrl: string
}

async function told({ child }: RunningHopscope): Promise<Addresses> {
  let text = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(JSON.parse(text))
    })
    child.once('close', () => reject(new Error(`it ended before it told its address: ${text}`)))
  })
}

async function ask({ url, accessToken }: Addresses, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const answer = await fetch(new URL(path, url), { headers })
  return answer.json()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
