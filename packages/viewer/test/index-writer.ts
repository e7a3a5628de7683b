import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { span, spansOf } from './index-spans.ts'

// A process of its own, to be killed: it indexes a span in the file that it is told, and says when it has.

const index = await openTraceIndex({ path: process.argv[2] ?? '' })
const { spans } = await index.add([spansOf('shop', [span(1, 1)])])
process.stdout.write(`${spans}\n`)
