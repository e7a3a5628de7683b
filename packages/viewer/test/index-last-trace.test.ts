import { expect, test } from 'vitest'
import { answer } from '../src/trace-index/ask/answer.ts'
import { deadlineIn } from '../src/trace-index/ask/deadline.ts'
import { resolveLimits } from '../src/trace-index/index-options.ts'
import type { IndexRequest } from '../src/trace-index/index-request.ts'
import { Ingest } from '../src/trace-index/ingest/ingest.ts'
import { deleteTrace } from '../src/trace-index/store/delete-trace.ts'
import { openStore, type IndexStore } from '../src/trace-index/store/index-store.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'

test('the spans of a trace are read once for all of its views', () => {
  const { store, add } = openIndex()
  add([1, 2])
  const journey = ask(store, 'journey')
  const map = ask(store, 'trace-map')
  const events = ask(store, 'events')
  expect(ask(store, 'trace').rows.names).toHaveLength(2)

  store.database.exec('DELETE FROM spans')

  expect(ask(store, 'trace').rows.names).toHaveLength(2)
  expect(ask(store, 'journey')).toEqual(journey)
  expect(ask(store, 'trace-map')).toEqual(map)
  expect(ask(store, 'events')).toEqual(events)
  expect(Object.keys(ask(store, 'spans'))).toHaveLength(2)
})

test('a trace that was looked at has the spans that come later', () => {
  const { store, add } = openIndex()
  add([1, 2])
  ask(store, 'trace')

  add([3])

  expect(ask(store, 'trace').rows.names).toHaveLength(3)
})

test('a trace that was looked at, deleted, and came again has its new spans only', () => {
  const { store, add } = openIndex()
  add([1, 2])
  ask(store, 'trace')

  deleteTrace(store, 1, Buffer.from(traceIdOf(1), 'hex'))
  expect(answerTo(store, 'trace')).toBeUndefined()
  add([3])

  expect(ask(store, 'trace').rows.spanIds).toBe('b000000000000003')
})

test('spans of a transaction that failed are in no view', () => {
  const { store, add } = openIndex()
  add([1, 2])
  ask(store, 'trace')
  store.database.exec(`CREATE TRIGGER fail BEFORE INSERT ON traces
    BEGIN SELECT RAISE(ABORT, 'the disk failed'); END`)

  expect(() => add([3], 2)).toThrow('the disk failed')

  expect(ask(store, 'trace').rows.names).toHaveLength(2)
})

function openIndex() {
  const store = openStore(resolveLimits({}))
  const ingest = new Ingest(store)
  const add = (ids: readonly number[], other?: number): void => {
    const spans = ids.map((id) => span(1, id))
    const others = other === undefined ? [] : [span(other, 1)]
    ingest.take([{ ...spansOf('shop', [...spans, ...others]), touchedMs: 0 }], 0)
  }
  return { store, add }
}

type ViewType = 'trace' | 'journey' | 'trace-map' | 'events' | 'spans'

function ask(store: IndexStore, type: ViewType) {
  const json = answerTo(store, type)
  expect(json).toBeDefined()
  return JSON.parse(json ?? '')
}

function answerTo(store: IndexStore, type: ViewType): string | undefined {
  const coverage = { firstSequence: 0, lastSequence: 0, pending: 0, isComplete: true }
  const request: IndexRequest = { type, traceId: traceIdOf(1) }
  return answer({ store, coverage, revision: 'a-0', deadline: deadlineIn(60_000) }, request)
}
