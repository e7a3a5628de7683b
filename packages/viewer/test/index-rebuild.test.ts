import { jetstreamManager } from '@nats-io/jetstream'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import {
  ask,
  find,
  recordedTelemetry,
  startTelemetry,
  store,
  untilRead,
} from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 })

test('an index that reads the stream from its first message again gives the same answers', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [...recordedTelemetry(), ...workload(100)])
  await using first = await openTraceIndex({ connection })
  await untilRead(first, connection)
  const answers = await everyAnswer(first)

  await first.rebuild()
  await untilRead(first, connection)
  await using second = await openTraceIndex({ connection })
  await untilRead(second, connection)

  expect(answers.length).toBeGreaterThan(300)
  expect(await everyAnswer(first)).toEqual(answers)
  expect(await everyAnswer(second)).toEqual(answers)
  expect(await ask(first, { type: 'index-status' })).toMatchObject({ rebuiltBecause: 'asked' })
})

test('a worker that is killed while it reads goes on where it was, and the answers are the same', async () => {
  using folder = temporaryFolder()
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, workload(800))
  await using whole = await openTraceIndex({ connection })
  await untilRead(whole, connection)

  const worker = nextWorker()
  await using killed = await openTraceIndex({ connection, path: join(folder.path, 'index.db') })
  await expect.poll(() => killed.coverage.lastSequence, { interval: 1 }).toBeGreaterThan(0)
  const readBefore = killed.coverage.lastSequence
  await worker.terminate()
  await untilRead(killed, connection)

  expect(readBefore).toBeLessThan(1_600)
  expect(await everyAnswer(killed)).toEqual(await everyAnswer(whole))
  expect(await ask(killed, { type: 'index-status' })).not.toHaveProperty('rebuiltBecause')
})

test('an index whose process is killed keeps what it had', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'index.db')
  const program = fileURLToPath(new URL('index-writer.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@hopscope/source', program, path])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))

  await using index = await openTraceIndex({ path })

  expect(await find(index, 'service=shop')).toEqual([traceIdOf(1)])
  expect(await ask(index, { type: 'index-status' })).not.toHaveProperty('rebuiltBecause')
})

test('an index in memory whose worker is killed is read anew, and says so', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, workload(50))
  const worker = nextWorker()
  await using index = await openTraceIndex({ connection })
  await untilRead(index, connection)
  const answers = await everyAnswer(index)

  await worker.terminate()
  await expect.poll(() => everyAnswer(index), { timeout: 60_000 }).toEqual(answers)

  const status = await ask(index, { type: 'index-status' })
  expect(status).toMatchObject({ rebuiltBecause: 'worker ended', state: 'ready' })
})

test('an index that is opened again reads only what is new', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'index.db')
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [spansOf('shop', [span(1, 1)])])
  {
    await using index = await openTraceIndex({ connection, path })
    await untilRead(index, connection)
  }
  await store(connection, [spansOf('shop', [span(2, 2)])])
  await using index = await openTraceIndex({ connection, path })
  await untilRead(index, connection)

  expect(await find(index, '')).toEqual([traceIdOf(2), traceIdOf(1)])
  expect(index.coverage).toMatchObject({ firstSequence: 1, lastSequence: 2, pending: 0 })
  expect(await ask(index, { type: 'index-status' })).not.toHaveProperty('rebuiltBecause')
})

test.each([
  ['whose pages are overwritten', 8192],
  ['whose header is overwritten', 0],
])('an index %s is built anew, and says so', async (_, offset) => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'index.db')
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, workload(60))
  {
    await using index = await openTraceIndex({ connection, path })
    await untilRead(index, connection)
  }
  overwrite(path, offset)

  await using index = await openTraceIndex({ connection, path })
  await expect.poll(() => find(index, 'service=shop'), { timeout: 60_000 }).toHaveLength(50)
  await untilRead(index, connection)

  expect(await ask(index, { type: 'index-status' })).toMatchObject({
    rebuiltBecause: 'corrupt',
    state: 'ready',
    spans: 120,
  })
})

test('a file that is no index is moved aside, not deleted', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'diary.txt')
  writeFileSync(path, 'dear diary')

  await using index = await openTraceIndex({ path })

  expect(readFileSync(`${path}.aside`, 'utf8')).toBe('dear diary')
  expect(await find(index, '')).toEqual([])
})

test('a second index on the same file is refused', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'index.db')
  await using index = await openTraceIndex({ path })

  await expect(openTraceIndex({ path })).rejects.toMatchObject({
    code: 'INDEX_FAILED',
    hint: expect.stringContaining('another viewer'),
  })
  expect(await find(index, '')).toEqual([])
})

test('a stream that is deleted and made again is read from its first message, and the index says so', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, workload(20))
  await using index = await openTraceIndex({ connection })
  await untilRead(index, connection)

  const manager = await jetstreamManager(connection)
  await manager.streams.delete('TELEMETRY')
  await expect.poll(() => index.source.state).toBe('missing')
  await ensureTelemetryStream(connection)
  await store(connection, [spansOf('shop', [span(7, 7)])])
  await expect.poll(() => find(index, '')).toEqual([traceIdOf(7)])

  expect(index.coverage).toMatchObject({ firstSequence: 1, lastSequence: 1, isComplete: true })
  expect(await ask(index, { type: 'index-status' })).toMatchObject({
    rebuiltBecause: 'stream recreated',
    spans: 1,
  })
})

test('a stream that is made while the index waits for it is read', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  const manager = await jetstreamManager(connection)
  await manager.streams.delete('TELEMETRY')
  await using index = await openTraceIndex({ connection })
  await expect.poll(() => index.source.hint).toContain('hopscope stream ensure')

  await ensureTelemetryStream(connection)
  await store(connection, [spansOf('shop', [span(1, 1)])])

  await expect.poll(() => find(index, '')).toEqual([traceIdOf(1)])
  expect(index.source).toEqual({ state: 'reading', stream: 'TELEMETRY' })
  expect(index.coverage.isComplete).toBe(true)
})

test('an index that has yet to read says how much, and never that it is complete', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, workload(800))

  await using index = await openTraceIndex({ connection })
  await expect.poll(() => index.source.state, { interval: 1 }).toBe('reading')
  const { traces, coverage } = await ask(index, { type: 'traces', query: 'service=nobody' })

  expect(traces).toEqual([])
  expect(coverage.isComplete).toBe(false)
  expect(coverage.pending).toBeGreaterThan(0)
})

test('the index file and its folder are for their owner only', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'viewer', 'index.db')
  await using index = await openTraceIndex({ path })
  await index.add([spansOf('shop', [span(1, 1)])])

  expect(modeOf(join(folder.path, 'viewer'))).toBe('700')
  expect(modeOf(path)).toBe('600')
  expect(modeOf(`${path}-wal`)).toBe('600')
})

async function everyAnswer(index: TraceIndex): Promise<readonly unknown[]> {
  const { traces } = await ask(index, { type: 'traces', query: '', limit: 1_000 })
  const { messages } = await ask(index, { type: 'messages', limit: 500 })
  const range = { fromMs: 0, toMs: 2_000_000_000_000 }
  return [
    traces,
    messages,
    await ask(index, { type: 'services', ...range }),
    await ask(index, { type: 'service-graph', ...range }),
    await ask(index, { type: 'facets', ...range }),
    await ask(index, { type: 'map', ...range }),
    await ask(index, { type: 'metrics' }),
    ...(await Promise.all([
      ...traces.flatMap(({ traceId }) =>
        (['trace', 'events', 'otlp'] as const).map((type) => ask(index, { type, traceId })),
      ),
      ...messages.map(({ stream, sequence }) => ask(index, { type: 'message', stream, sequence })),
    ])),
  ]
}

// Two services in each trace, the child stored before its parent.
function workload(messages: number) {
  return Array.from({ length: messages }, (_, at) => {
    const id = 2 * at + 1
    const trace = at % 50
    const parent = span(trace, id, {
      name: 'publish orders.new',
      kind: 'producer',
      attributes: { 'messaging.destination.name': 'orders.new', 'order.id': `o-${at}` },
    })
    const child = span(trace, id + 1, {
      name: 'process orders.new',
      kind: 'consumer',
      parentSpanId: spanIdOf(id),
      attributes: {
        'messaging.destination.name': 'orders.new',
        'messaging.nats.stream.name': 'ORDERS',
        'messaging.nats.message.stream_sequence': at + 1,
      },
    })
    const [first, second] = [spansOf('billing', [child]), spansOf('shop', [parent])]
    return at % 2 === 0 ? [first, second] : [second, first]
  }).flat()
}

// Node tells of every worker that is started.
function nextWorker(): { readonly terminate: () => Promise<void> } {
  let next: { readonly terminate: () => Promise<number> } | undefined
  process.once('worker', (worker) => (next = worker))
  return {
    terminate: async () => {
      expect(next).toBeDefined()
      await next?.terminate()
    },
  }
}

function overwrite(path: string, offset: number): void {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(statSync(path).size - offset, 0xa5), 0, null, offset)
  closeSync(file)
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'hopscope-index-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
