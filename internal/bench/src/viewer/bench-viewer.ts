import type { BenchmarkOptions } from '../benchmark.ts'
import type { Ratio } from '../ratio.ts'
import { benchTraceView } from './bench-trace-view.ts'
import { benchIndex } from './index-bench.ts'
import { benchViewerPage } from './page-bench.ts'

/** What the viewer costs: its index, the view of a trace, and its page in a browser. */
export async function benchViewer(options: BenchmarkOptions): Promise<readonly Ratio[]> {
  const { spans } = options
  return [
    ...(await benchIndex(options, spans === undefined ? {} : { spans })),
    ...(await benchTraceView(options)),
    ...(await benchViewerPage(options)),
  ]
}
