import type { TraceSummary } from '../../api/trace-summary.ts'
import { summarizeTrace } from '../../trace/summarize-trace.ts'
import type { IndexStore } from '../store/index-store.ts'
import { isCorrupt } from '../store/open-database.ts'
import type { Deadline } from './deadline.ts'
import { spansOf } from './trace-spans.ts'

/** What a list shows of a trace. It is kept until the trace has more spans. */
export function summaryOf(
  { database, ...store }: IndexStore,
  { id, traceId }: { readonly id: number; readonly traceId: string },
  deadline: Deadline,
): TraceSummary {
  const row = database
    .prepare('SELECT spans, summary, summary_spans FROM traces WHERE id = ?')
    .get(id)
  const spans = Number(row?.['spans'] ?? 0)
  const kept = row?.['summary']
  if (typeof kept === 'string' && row?.['summary_spans'] === spans) return JSON.parse(kept)

  const summary = summarizeTrace(spansOf({ database, ...store }, id, deadline), traceId)
  try {
    database
      .prepare('UPDATE traces SET summary = ?, summary_spans = ? WHERE id = ?')
      .run(JSON.stringify(summary), spans, id)
  } catch (error) {
    // On a disk that is full there is still an answer.
    if (isCorrupt(error)) throw error
  }
  return summary
}
