import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { context, diag, metrics, propagation, trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'

let up: ChildProcess
let viewer: { readonly url: string; readonly accessToken: string; readonly otlpUrl: string }

beforeAll(async () => {
  const [port, natsPort, otlp] = await Promise.all([freePort(), freePort(), freePort()])
  const main = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url))
  const args = ['up', '--json', '--port', port, '--nats-port', natsPort, '--otlp', otlp]
  up = spawn(process.execPath, ['--conditions=@hopscope/source', main, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  viewer = JSON.parse(await firstLine(up))
}, 60_000)

afterAll(() => up.kill())

afterEach(() => {
  vi.unstubAllEnvs()
  for (const api of [trace, metrics, context, propagation, diag]) api.disable()
})

test.each([
  ['http/protobuf', 'none'],
  ['http/protobuf', 'gzip'],
  ['http/json', 'none'],
  ['http/json', 'gzip'],
])('the viewer takes what the SDK exports by %s with %s', async (protocol, compression) => {
  const problems = collectProblems()
  const service = `${protocol} ${compression}`
  const sdk = startSdk({ service, protocol, compression })
  metrics.getMeter('test').createCounter('jobs').add(3, { queue: 'mail' })
  const span = trace.getTracer('test').startSpan('send mail', { attributes: { 'mail.count': 3 } })
  span.end()
  await sdk.shutdown()

  const { traceId } = span.spanContext()
  expect(await ask(`/api/v1/traces?q=trace=${traceId}`)).toMatchObject({
    traces: [{ traceId, root: { service, name: 'send mail' } }],
  })
  expect(await ask('/api/v1/metrics')).toMatchObject({
    series: expect.arrayContaining([expect.objectContaining({ service, name: 'jobs', value: 3 })]),
  })
  expect(problems).toEqual([])
})

/** As an application does whose environment says where to send. */
function startSdk(how: { service: string; protocol: string; compression: string }): NodeSDK {
  vi.stubEnv('OTEL_SERVICE_NAME', how.service)
  vi.stubEnv('OTEL_TRACES_EXPORTER', 'otlp')
  vi.stubEnv('OTEL_METRICS_EXPORTER', 'otlp')
  vi.stubEnv('OTEL_LOGS_EXPORTER', 'none')
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', viewer.otlpUrl)
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', how.protocol)
  vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', how.compression)
  const sdk = new NodeSDK({ instrumentations: [] })
  sdk.start()
  return sdk
}

/** What the SDK warns of, such as of a request that was refused, or taken in part. */
function collectProblems(): readonly unknown[] {
  const problems: unknown[] = []
  const note = (...told: readonly unknown[]): void => void problems.push(told)
  const ignore = (): void => {}
  diag.setLogger({ error: note, warn: note, info: ignore, debug: ignore, verbose: ignore })
  return problems
}

async function ask(path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${viewer.accessToken}` }
  return (await fetch(new URL(path, viewer.url), { headers })).json()
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface({ input: stdout })) return line
  throw new Error('hopscope up told no address')
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}
