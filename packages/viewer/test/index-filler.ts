import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { ViewerError } from '../src/viewer-error.ts'
import { span, spansOf } from './index-spans.ts'

// A process of its own, whose files may not grow beyond a limit: it indexes spans in the file that it is told until one is refused.

const MAX_RECORDS = 1_000

await using index = await openTraceIndex({ path: process.argv[2] ?? '' })
const refused = await fill(index, 0)
const status = await index.ask({ type: 'index-status' })
const list = await index.ask({ type: 'traces', query: 'service=shop', limit: 1_000 })
process.stdout.write(JSON.stringify({ ...refused, status: toJson(status), list: toJson(list) }))

async function fill(
  filled: TraceIndex,
  added: number,
): Promise<{ readonly added: number; readonly error?: unknown }> {
  if (added === MAX_RECORDS) return { added }
  const text = 'x'.repeat(10_000)
  try {
    await filled.add([spansOf('shop', [span(added, added, { attributes: { text } })])])
  } catch (error) {
    if (!(error instanceof ViewerError)) throw error
    return { added, error: { code: error.code, message: error.message } }
  }
  return fill(filled, added + 1)
}

function toJson(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}
