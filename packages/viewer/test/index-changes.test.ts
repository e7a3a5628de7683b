import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { IndexChange } from '../src/trace-index/trace-index.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'
import { ask } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

test('what a list has not is told after the revision that it rests on', async () => {
  await using index = await openTraceIndex()
  const changes: IndexChange[] = []
  index.onChange((change) => changes.push(change))
  const numbers = Array.from({ length: 30 }, (_, at) => at)

  const added = numbers.map((at) => index.add([spansOf('shop', [span(at, at)])]))
  const list = await ask(index, { type: 'traces', query: '', limit: 100 })
  await Promise.all(added)
  await expect.poll(() => idsOf(changes)).toHaveLength(30)

  const at = changes.findIndex(({ revision }) => revision === list.revision)
  const listed = list.traces.map(({ traceId }) => traceId)
  const told = idsOf(changes.slice(at + 1))
  expect(new Set([...listed, ...told])).toEqual(new Set(numbers.map(traceIdOf)))
})

test('a list rests on the last change that was told, and each change has a revision of its own', async () => {
  await using index = await openTraceIndex()
  const changes: IndexChange[] = []
  index.onChange((change) => changes.push(change))
  const first = index.revision
  await index.add([spansOf('shop', [span(1, 1)])])
  await expect.poll(() => changes).toHaveLength(1)

  const { revision } = await ask(index, { type: 'traces', query: '' })

  expect(revision).toBe(changes[0]?.revision)
  expect(revision).toBe(index.revision)
  expect(revision).not.toBe(first)
})

test('those who follow learn that they missed something when the worker ended', async () => {
  const started = new Promise<{ terminate: () => Promise<number> }>((resolve) =>
    process.once('worker', resolve),
  )
  await using index = await openTraceIndex()
  const changes: IndexChange[] = []
  index.onChange((change) => changes.push(change))

  await (await started).terminate()

  await expect.poll(() => changes).toMatchObject([{ traceIds: [], omitted: 1 }])
})

function idsOf(changes: readonly IndexChange[]): readonly string[] {
  return [...new Set(changes.flatMap(({ traceIds }) => traceIds))]
}
