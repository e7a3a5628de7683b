import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { bytesOf } from '../ingest/bytes.ts'
import { decodeSpans } from '../store/decode-spans.ts'
import type { IndexStore } from '../store/index-store.ts'
import type { Deadline } from './deadline.ts'

/** A stored span with its source. */
interface StoredSpan {
  readonly source: number
  readonly span: SpanData
}

/** The number of a trace; `undefined` if the index has none of that id. */
export function traceNumber(store: IndexStore, traceId: string): number | undefined {
  if (!/^[0-9a-f]{32}$/.test(traceId)) return undefined
  const row = store.database
    .prepare('SELECT id FROM traces WHERE trace_id = ? AND spans > 0')
    .get(bytesOf(traceId))
  return typeof row?.['id'] === 'number' ? row['id'] : undefined
}

/** The spans of a trace that somebody looks at: {@link spansOf}, and they are remembered for the other views of it. */
export function viewedSpansOf(
  store: IndexStore,
  trace: number,
  deadline: Deadline,
): readonly JourneySpan[] {
  const { lastTrace } = store
  const known = lastTrace.spansOf(trace)
  if (known !== undefined) return known
  lastTrace.clear()
  const spans = spansOf(store, trace, deadline)
  lastTrace.keep(trace, spans)
  return spans
}

/** The spans of a trace, in the order in which they came. */
export function spansOf(
  store: IndexStore,
  trace: number,
  deadline: Deadline,
): readonly JourneySpan[] {
  const known = store.lastTrace.spansOf(trace)
  if (known !== undefined) return known
  const rows = store.database
    .prepare('SELECT source, data FROM spans WHERE trace = ? ORDER BY id')
    .iterate(trace)
  return readSpans(store, rows, deadline)
}

/** Those spans of a trace for which a condition in SQL on `s` holds. */
export function spansWhere(
  store: IndexStore,
  trace: number,
  { sql, parameters }: { readonly sql: string; readonly parameters: readonly SQLInputValue[] },
  deadline: Deadline,
): readonly JourneySpan[] {
  if (sql === '1') return spansOf(store, trace, deadline)
  const rows = store.database
    .prepare(`SELECT s.source, s.data FROM spans s WHERE s.trace = ? AND ${sql} ORDER BY s.id`)
    .iterate(trace, ...parameters)
  return readSpans(store, rows, deadline)
}

/** Spans as OTLP frames them: by their source, and within it in the order in which they came. */
export function toResourceSpans(
  store: IndexStore,
  trace: number,
  deadline: Deadline,
): readonly ResourceSpans[] {
  const bySource = new Map<number, SpanData[]>()
  const rows = store.database
    .prepare('SELECT source, data FROM spans WHERE trace = ? ORDER BY id')
    .iterate(trace)
  for (const { source, span } of decodeRows(rows, deadline)) {
    const spans = bySource.get(source)
    if (spans === undefined) bySource.set(source, [span])
    else spans.push(span)
  }
  return [...bySource].map(([id, spans]) => {
    const { resource, resourceSchemaUrl, scope, scopeSchemaUrl } = store.sources.get(id)
    const scoped = {
      scope,
      spans,
      ...(scopeSchemaUrl !== undefined && { schemaUrl: scopeSchemaUrl }),
    }
    const url = resourceSchemaUrl === undefined ? {} : { schemaUrl: resourceSchemaUrl }
    return { resource, scopeSpans: [scoped], ...url }
  })
}

/** Spans of rows that have `source` and `data`. */
export function readSpans(
  store: IndexStore,
  rows: Iterable<Record<string, SQLOutputValue>>,
  deadline: Deadline,
): readonly JourneySpan[] {
  const spans: JourneySpan[] = []
  for (const { source, span } of decodeRows(rows, deadline)) {
    const { resource, scope } = store.sources.get(source)
    spans.push({ resource: resource.attributes, scope, span })
  }
  return spans
}

function* decodeRows(
  rows: Iterable<Record<string, SQLOutputValue>>,
  deadline: Deadline,
): Generator<StoredSpan> {
  let sources: number[] = []
  let datas: Uint8Array[] = []
  for (const { source, data } of rows) {
    if (!(data instanceof Uint8Array)) continue
    sources.push(Number(source))
    datas.push(data)
    if (datas.length < AT_ONCE) continue
    yield* decode(sources, datas)
    deadline.check()
    sources = []
    datas = []
  }
  yield* decode(sources, datas)
}

const AT_ONCE = 500

function* decode(sources: readonly number[], datas: readonly Uint8Array[]): Generator<StoredSpan> {
  const spans = decodeSpans(datas)
  if (spans.length === datas.length) {
    for (const [at, span] of spans.entries()) yield { source: sources[at] ?? 0, span }
    return
  }
  // One that is nested deeper than what is decoded would take the others along.
  for (const [at, data] of datas.entries()) {
    for (const span of decodeSpans([data])) yield { source: sources[at] ?? 0, span }
  }
}
