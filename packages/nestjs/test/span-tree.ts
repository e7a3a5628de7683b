import type { InMemoryTelemetry } from '@hopscope/observe/testing'

type Span = InMemoryTelemetry['spans'][number]

/**
 * The ended spans as indented lines, `name kind` each, with an exclamation mark where it failed; in
 * the order in which they began. A trace of its own begins at the left.
 */
export function spanTree({ spans }: InMemoryTelemetry): string {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const roots = spans.filter(({ parentSpanId = '' }) => !ids.has(parentSpanId))
  return roots
    .toSorted(byStart)
    .flatMap((root) => linesOf(root, spans, ''))
    .join('\n')
}

function linesOf(span: Span, spans: readonly Span[], indent: string): readonly string[] {
  const failed = span.status.code === 'error' ? ' !' : ''
  const children = spans
    .filter(({ parentSpanId, traceId }) => parentSpanId === span.spanId && traceId === span.traceId)
    .toSorted(byStart)
  return [
    `${indent}${span.name} ${span.kind}${failed}`,
    ...children.flatMap((child) => linesOf(child, spans, `${indent}  `)),
  ]
}

function byStart(a: Span, b: Span): number {
  return Number(a.startTimeUnixNano - b.startTimeUnixNano)
}
