import { render, renderDot, renderMermaid } from '@hopscope/path'
import type { Io } from '../io.ts'
import { rawEvents } from './record/raw-events.ts'
import type { TraceRecord } from './record/trace-record.ts'
import { toTraceDocument } from './document/to-trace-document.ts'
import type { TraceFormat } from './flags/trace-format.ts'
import { lineWidth } from './text/line-width.ts'

/** How a trace is printed. */
export interface FormatTraceOptions {
  readonly format: TraceFormat
  /** Whether header values are shown that may be secret. */
  readonly showHeaders: boolean
  /** Whether the tree shows at what time each server had the message. */
  readonly timestamps: boolean
}

/** A trace as it is printed, with the end of its last line. */
export function formatTrace(
  io: Io,
  record: TraceRecord,
  { format, showHeaders, timestamps }: FormatTraceOptions,
): string {
  if (format === 'text') return `${draw(io, record, timestamps)}\n`
  if (format === 'mermaid') return renderMermaid(record.assembly)
  if (format === 'dot') return renderDot(record.assembly)
  if (format === 'json') {
    return `${JSON.stringify(toTraceDocument(record, { showHeaders }), null, 2)}\n`
  }
  return rawEvents(record, { showHeaders })
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('')
}

function draw({ stdout }: Io, { assembly, facts }: TraceRecord, timestamps: boolean): string {
  return render(assembly, { width: lineWidth(stdout), color: stdout.color, facts, timestamps })
}
