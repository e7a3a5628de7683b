import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import { ask } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000 })

test('the details of all spans of a trace are those of each', async () => {
  await using index = await openTraceIndex()
  await index.add([
    spansOf('shop', [
      span(1, 1, { attributes: { 'order.id': '7' } }),
      span(1, 2, { links: [linkTo(1, 1), linkTo(2, 3)] }),
    ]),
    spansOf('bank', [span(2, 3, { links: [linkTo(1, 1), linkTo(1, 1)] })]),
  ])
  const all = await ask(index, { type: 'spans', traceId: traceIdOf(1) })
  const one = await ask(index, { type: 'span', traceId: traceIdOf(1), spanId: spanIdOf(1) })
  const two = await ask(index, { type: 'span', traceId: traceIdOf(1), spanId: spanIdOf(2) })

  expect(all).toEqual({ [spanIdOf(1)]: one, [spanIdOf(2)]: two })
  expect(all[spanIdOf(1)]?.linkedFrom).toHaveLength(2)
})

test('there are no details of a trace that is not there', async () => {
  await using index = await openTraceIndex()

  expect(await index.ask({ type: 'spans', traceId: traceIdOf(1) })).toBeUndefined()
})

function linkTo(trace: number, id: number) {
  return { traceId: traceIdOf(trace), spanId: spanIdOf(id), attributes: { to: `${trace}` } }
}
