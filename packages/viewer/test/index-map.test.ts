import { expect, test } from 'vitest'
import { deadlineIn } from '../src/trace-index/ask/deadline.ts'
import { mapOf } from '../src/trace-index/ask/map-of.ts'
import { resolveLimits } from '../src/trace-index/index-options.ts'
import { Ingest } from '../src/trace-index/ingest/ingest.ts'
import { openStore } from '../src/trace-index/store/index-store.ts'
import { span, spansOf } from './index-spans.ts'

test('a map of more traces than are looked at says of how many it is, the newest', () => {
  const { servers, newestTraces } = mapOf(contextWith(4), {}, { maxTraces: 3, maxSpans: 100 })

  expect(newestTraces).toBe(3)
  expect(servers.map(({ name }) => name)).toEqual(['n1', 'n2', 'n3'])
})

test('a map of more spans than are looked at says of how many traces it is', () => {
  const { servers, newestTraces } = mapOf(contextWith(4), {}, { maxTraces: 100, maxSpans: 2 })

  expect(newestTraces).toBe(2)
  expect(servers.map(({ name }) => name)).toEqual(['n2', 'n3'])
})

test('a map of all there is says nothing of how many', () => {
  const map = mapOf(contextWith(4), {}, { maxTraces: 4, maxSpans: 4 })

  expect(map.servers).toHaveLength(4)
  expect(map).not.toHaveProperty('newestTraces')
})

test('a map of a range of time tells how much of the stream it rests on', () => {
  const context = contextWith(1)

  expect(mapOf(context, {}).coverage).toBe(context.coverage)
})

// Each trace is one hop of a server of its own: n0 in the oldest.
function contextWith(traces: number) {
  const store = openStore(resolveLimits({}))
  const spans = Array.from({ length: traces }, (_, at) =>
    span(at, at, { attributes: { 'nats.server.name': `n${at}` } }),
  )
  new Ingest(store).take([{ ...spansOf('nats-server', spans), touchedMs: 0 }], 0)
  const coverage = { firstSequence: 0, lastSequence: 0, pending: 0, isComplete: true }
  return { store, coverage, revision: 'a-0', deadline: deadlineIn(60_000) }
}
