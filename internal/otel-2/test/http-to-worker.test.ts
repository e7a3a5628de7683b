import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream'
import { Kvm } from '@nats-io/kv'
import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

let server: NatsServer
let front: Program
let worker: Program

beforeAll(async () => {
  server = await startNatsServer()
  await addStreams(server)
  worker = run('worker.ts', server)
  front = run('front.cjs', server)
  await Promise.all([worker.line((line) => 'ready' in line), front.line((line) => 'port' in line)])
})

afterAll(async () => {
  await Promise.all([front.stop(), worker.stop()])
  await server.stop()
})

test('what an HTTP request publishes to a stream is worked on in its trace', async () => {
  const traceId = await post('/publish')
  const publish = await front.span('publish work.job', traceId)

  const process = await worker.span('process WORK', traceId)
  expect(process).toMatchObject({ parentSpanId: publish['spanId'] })
  expect(await front.span('POST', traceId)).toMatchObject({ spanId: publish['parentSpanId'] })
})

test('what an HTTP request asks a worker is answered in its trace', async () => {
  const traceId = await post('/request')
  const request = await front.span('request ask.worker', traceId)

  const process = await worker.span('process ask.worker', traceId)
  expect(process).toMatchObject({ parentSpanId: request['spanId'] })
})

test('what an HTTP request puts into a store is linked to its trace where it is read', async () => {
  const traceId = await post('/kv')
  const put = await front.span('put jobs', traceId)

  const link = { traceId, spanId: put['spanId'] }
  const watched = await worker.linked('process jobs', link)
  const read = await worker.linked('get jobs', link)
  expect([watched['traceId'], read['traceId']]).not.toContain(traceId)
})

/** Makes a request of a caller that is traced, and gives the id of its trace. */
async function post(path: string): Promise<string> {
  const { port } = await front.line((line) => 'port' in line)
  const traceId = crypto.randomUUID().replaceAll('-', '')
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  })
  expect(await response.text()).toBe('ok')
  return traceId
}

type Line = Readonly<Record<string, unknown>>

/** A program of `src/http`, and the lines that it wrote. */
interface Program {
  /** Waits for the first line of which `isIt` holds. */
  line(isIt: (line: Line) => boolean): Promise<Line>
  span(name: string, traceId: string): Promise<Line>
  /** Waits for a span of that name with a link to that span. */
  linked(name: string, to: Line): Promise<Line>
  stop(): Promise<void>
}

function run(file: string, { url }: NatsServer): Program {
  const path = fileURLToPath(new URL(`../src/http/${file}`, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@hopscope/source', path, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: Line[] = []
  createInterface(child.stdout).on('line', (text) => {
    const line: Line = JSON.parse(text)
    lines.push(line)
  })
  const line = (isIt: (line: Line) => boolean) => {
    return vi.waitFor(
      () => lines.find(isIt) ?? Promise.reject(new Error(`${file} wrote no such line`)),
      { timeout: 50_000, interval: 20 },
    )
  }
  return {
    line,
    span: (name, traceId) => line((each) => each['name'] === name && each['traceId'] === traceId),
    linked: (name, to) => line((each) => each['name'] === name && isLinked(each['links'], to)),
    stop: () => stop(child),
  }
}

function isLinked(links: unknown, { traceId, spanId }: Line): boolean {
  return (
    Array.isArray(links) &&
    links.some((link: Line) => link['traceId'] === traceId && link['spanId'] === spanId)
  )
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function addStreams({ url }: NatsServer): Promise<void> {
  await using connection = await connect({ servers: url })
  const { streams, consumers } = await jetstreamManager(connection)
  await streams.add({ name: 'WORK', subjects: ['work.*'] })
  await consumers.add('WORK', { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  await new Kvm(connection).create('jobs')
}
