import { expect, test } from 'vitest'
import { deadlineIn } from '../src/trace-index/ask/deadline.ts'
import { listTraces } from '../src/trace-index/ask/list-traces.ts'
import { resolveLimits } from '../src/trace-index/index-options.ts'
import { Ingest, type IngestRecord } from '../src/trace-index/ingest/ingest.ts'
import { openStore, type IndexStore } from '../src/trace-index/store/index-store.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'

test('what a full disk refused is nowhere, and is taken when there is room again', () => {
  const store = openStore(resolveLimits({}))
  store.counters.cursor = { stream: 'S', created: '', firstSequence: 0, lastSequence: 0 }
  const ingest = new Ingest(store)
  ingest.take([record(1)], 0)
  fill(store)

  expect(() => ingest.take([record(2, 'x'.repeat(500_000)), record(3)], 0)).toThrow('full')
  expect(store.counters).toMatchObject({ counts: { spans: 1 }, cursor: { lastSequence: 1 } })
  empty(store)
  ingest.take([record(2), record(3)], 0)

  expect(store.counters).toMatchObject({ counts: { spans: 3 }, cursor: { lastSequence: 3 } })
  expect(found(store, 'service="shop 3"')).toEqual([traceIdOf(3)])
  expect(found(store, 'service="shop 2"')).toEqual([traceIdOf(2)])
  store.database.close()
})

test('a transaction that SQLite ended by itself leaves nothing behind either', () => {
  const store = openStore(resolveLimits({}))
  store.counters.cursor = { stream: 'S', created: '', firstSequence: 0, lastSequence: 0 }
  store.counters.save()
  // As it does when the disk fails in the middle of a write.
  store.database.exec(`CREATE TRIGGER fail BEFORE INSERT ON spans WHEN NEW.duration = 666
    BEGIN SELECT RAISE(ROLLBACK, 'the disk failed'); END`)
  const ingest = new Ingest(store)

  expect(() => ingest.take([record(1), record(2, '', 666n)], 0)).toThrow('the disk failed')
  expect(store.counters).toMatchObject({ counts: { spans: 0 }, cursor: { lastSequence: 0 } })
  ingest.take([record(1), record(2)], 0)

  expect(store.counters).toMatchObject({ counts: { spans: 2 }, cursor: { lastSequence: 2 } })
  expect(found(store, 'service="shop 2"')).toEqual([traceIdOf(2)])
  store.database.close()
})

test('an index whose disk is full still answers', () => {
  const store = openStore(resolveLimits({}))
  const ingest = new Ingest(store)
  const numbers = Array.from({ length: 200 }, (_, at) => at)
  ingest.take(
    numbers.map((at) => record(at)),
    0,
  )
  fill(store)

  expect(found(store, '')).toHaveLength(200)
  store.database.close()
})

function record(number: number, text = '', durationNs = 10n): IngestRecord {
  const one = span(number, number, { attributes: { text } })
  const endTimeUnixNano = one.startTimeUnixNano + durationNs
  const stored = spansOf(`shop ${number}`, [{ ...one, endTimeUnixNano }])
  return { ...stored, touchedMs: number, sequence: number }
}

// To SQLite a database of the most pages that it may have is a disk that is full.
function fill({ database }: IndexStore): void {
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {}
  database.exec(`PRAGMA max_page_count = ${Number(pages)}`)
}

function empty({ database }: IndexStore): void {
  database.exec('PRAGMA max_page_count = 1000000')
}

function found(store: IndexStore, query: string): readonly string[] {
  const coverage = { firstSequence: 0, lastSequence: 0, pending: 0, isComplete: true }
  const context = { store, coverage, revision: 'a-0', deadline: deadlineIn(60_000) }
  const request = { type: 'traces', query, limit: 1_000 } as const
  return listTraces(context, request).traces.map(({ traceId }) => traceId)
}
