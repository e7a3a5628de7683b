import { parseTracesJson } from '@hopscope/observe/otlp'
import { assembleJourney, flatten } from '@hopscope/path'
import { toTraceView } from '../../../../packages/viewer/src/trace/to-trace-view.ts'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import { measureSlices } from '../measure-slices.ts'
import type { Ratio } from '../ratio.ts'
import { manyOrders } from './orders-workload.ts'

const SPANS = 10_000

/** What it costs to make a tree and a view of a large trace, against `JSON.parse` of the same spans alone. */
export async function benchTraceView({ slices }: BenchmarkOptions): Promise<readonly Ratio[]> {
  const json = manyOrders(SPANS)
  const spans = [...flatten(parseTracesJson(json)?.resourceSpans ?? [])]
  const [parse = [], tree = [], view = []] = measureSlices(
    [() => JSON.parse(json), () => assembleJourney(spans), () => toTraceView(spans)],
    slices,
  )
  const a = `JSON.parse of ${spans.length} spans`
  return [
    compareSlices(
      { name: 'viewer: JSON.parse / tree', a, b: 'assembleJourney', goal: 4 },
      parse,
      tree,
    ),
    compareSlices(
      { name: 'viewer: JSON.parse / view', a, b: 'toTraceView', goal: 1.5 },
      parse,
      view,
    ),
  ]
}
