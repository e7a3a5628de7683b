import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { StreamFeed, type FeedTarget } from '../src/trace-index/source/stream-feed.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find, startTelemetry, store, untilRead } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

test('messages that the index failed to take are read again, though none comes after them', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  const taken: number[] = []
  const feed = feedOf(connection, {
    attach: async () => cursorAt(0),
    take: async ({ heads }) => {
      taken.push(...heads.map(({ sequence = 0 }) => sequence))
      if (taken.length === 1) throw new Error('the disk is full')
    },
  })
  await feed.start()
  await store(connection, [spansOf('shop', [span(1, 1)])])

  await expect.poll(() => taken).toEqual([1, 1])
  await expect.poll(() => feed.known).toMatchObject({ pending: 0, isReadToEnd: true })
  await feed.close()
})

test('one that is to begin anew while it begins does so, and is not at the end before', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  const ends: boolean[] = []
  const feed = feedOf(connection, {
    attach: async () => {
      ends.push(feed.known.isReadToEnd)
      if (ends.length === 1) feed.restart()
      return cursorAt(0)
    },
    take: async () => {},
  })
  await feed.start()

  await expect.poll(() => ends).toEqual([false, false])
  await expect.poll(() => feed.known.isReadToEnd).toBe(true)
  await feed.close()
  await expect.poll(() => consumersOf(connection)).toBe(0)
})

test('an index that is built anew twice at once reads the stream once', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [spansOf('shop', [span(1, 1)])])
  await using index = await openTraceIndex({ connection })

  await Promise.all([index.rebuild(), index.rebuild()])

  await untilRead(index, connection)
  await expect.poll(() => consumersOf(connection)).toBe(1)
  await index[Symbol.asyncDispose]()
  await expect.poll(() => consumersOf(connection)).toBe(0)
})

test('an index that is closed while it is built anew leaves nothing behind that reads', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  const index = await openTraceIndex({ connection })
  const rebuilt = index.rebuild().then(
    () => 'rebuilt',
    () => 'closed',
  )
  await index[Symbol.asyncDispose]()

  expect(await rebuilt).toBe('closed')
  await expect.poll(() => consumersOf(connection)).toBe(0)
})

test('while an index that was lost is read again, no answer says that it is complete', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [spansOf('shop', [span(1, 1)])])
  const worker = nextWorker()
  await using index = await openTraceIndex({ connection })
  await untilRead(index, connection)

  const ended = worker.terminate()
  const asked = ask(index, { type: 'traces', query: 'service=shop' })
  await ended
  const { traces, coverage } = await asked

  expect(traces).toEqual([])
  expect(coverage.isComplete).toBe(false)
  await expect.poll(() => find(index, 'service=shop')).toEqual([traceIdOf(1)])
})

test('a message that the database refuses is passed over and told of, and those behind it are read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-index-'))
  const path = join(folder, 'index.db')
  await (await openTraceIndex({ path }))[Symbol.asyncDispose]()
  refuseSpansOf(path, 666)
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  const refused = span(2, 2)
  const endTimeUnixNano = refused.startTimeUnixNano + 666n
  await store(connection, [
    spansOf('shop', [span(1, 1)]),
    spansOf('shop', [{ ...refused, endTimeUnixNano }]),
    spansOf('shop', [span(3, 3)]),
  ])

  await using index = await openTraceIndex({ connection, path })
  await untilRead(index, connection)

  expect(await find(index, '')).toEqual([3, 1].map(traceIdOf))
  expect(await ask(index, { type: 'index-status' })).toMatchObject({
    spans: 2,
    unreadable: 1,
    lastUnreadable: expect.stringMatching(/^message 2 on .*refused by the test$/),
    state: 'ready',
  })
  rmSync(folder, { recursive: true })
})

function feedOf(connection: NatsConnection, target: FeedTarget): StreamFeed {
  return new StreamFeed(connection, { stream: 'TELEMETRY' }, target)
}

function cursorAt(lastSequence: number) {
  return { stream: 'TELEMETRY', created: '', firstSequence: 0, lastSequence }
}

async function consumersOf(connection: NatsConnection): Promise<number> {
  const manager = await jetstreamManager(connection)
  return (await manager.streams.info('TELEMETRY')).state.consumer_count
}

function refuseSpansOf(path: string, duration: number): void {
  const database = new DatabaseSync(path)
  database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON spans WHEN NEW.duration = ${duration}
    BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`)
  database.close()
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
