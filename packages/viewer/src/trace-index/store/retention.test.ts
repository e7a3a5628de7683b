import { expect, test } from 'vitest'
import { span, spansOf, traceIdOf } from '../../../test/index-spans.ts'
import { resolveLimits } from '../index-options.ts'
import { Ingest } from '../ingest/ingest.ts'
import { openStore, type IndexStore } from './index-store.ts'
import { Retention } from './retention.ts'

test('traces that nothing was added to for longer than they are kept go, and no others', () => {
  const store = openStore(resolveLimits({ maxAgeMs: 300 }))
  const ingest = new Ingest(store)
  ingest.take([{ ...spansOf('shop', [span(1, 1), span(2, 1)]), touchedMs: 1_000 }], 1_000)
  ingest.take([{ ...spansOf('shop', [span(2, 2)]), touchedMs: 1_200 }], 1_200)
  const retention = new Retention(store)

  retention.step(1_300)
  expect(traceIds(store)).toEqual([traceIdOf(1), traceIdOf(2)])
  retention.step(1_301)

  expect(traceIds(store)).toEqual([traceIdOf(2)])
  store.database.close()
})

test('what is deleted leaves nothing behind that is about nothing else', () => {
  const store = openStore(resolveLimits({ maxAgeMs: 300 }))
  const ingest = new Ingest(store)
  ingest.take([{ ...spansOf('shop', [span(1, 1)]), touchedMs: 0 }], 0)

  new Retention(store).step(301)

  const tables = ['traces', 'spans', 'sources', 'source_tokens', 'links', 'waiting', 'messages']
  expect(tables.map((table) => [table, countOf(store, table)])).toEqual(
    tables.map((table) => [table, 0]),
  )
  store.database.close()
})

function traceIds({ database }: IndexStore): readonly unknown[] {
  return database
    .prepare('SELECT lower(hex(trace_id)) AS id FROM traces ORDER BY id')
    .all()
    .map(({ id }) => id)
}

function countOf({ database }: IndexStore, table: string): unknown {
  return database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count']
}
