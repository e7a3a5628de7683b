import type { TraceIndexOptions } from './index-options.ts'
import type { TraceIndex } from './trace-index.ts'
import { RunningTraceIndex } from './running-trace-index.ts'

/**
 * Opens an index and begins to read the stream, from where it stopped the last time.
 *
 * The database is in a thread of its own; the connection stays in this one, and stays open when the index is closed.
 *
 * @throws {@link ViewerError} INDEX_FAILED if the file can be neither opened nor created
 * @throws {@link ViewerError} LIMIT_EXCEEDED if an option is out of its range
 */
export function openTraceIndex(options: TraceIndexOptions = {}): Promise<TraceIndex> {
  return RunningTraceIndex.open(options)
}
