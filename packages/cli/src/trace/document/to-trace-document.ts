import { explain, type StreamVerdict } from '@hopscope/path'
import { documentServers } from './document-servers.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import type { TraceDocument, TraceVerdict } from './trace-document.ts'

/** What of a trace goes into its document. */
export interface TraceDocumentOptions {
  /** Whether header values are shown that may be secret. @default false */
  readonly showHeaders?: boolean
}

/** A trace as programs are given it: without what may be secret, flat, and in the tree's order. */
export function toTraceDocument(
  trace: TraceRecord,
  { showHeaders = false }: TraceDocumentOptions = {},
): TraceDocument {
  const { subject, dryRun, complete, traceId, durationMs } = trace
  return {
    subject,
    dryRun,
    complete,
    traceId,
    durationMs: Math.round(durationMs * 1000) / 1000,
    verdict: toVerdict(trace),
    servers: documentServers(trace, showHeaders),
    ...(trace.facts.streams !== undefined && { streams: trace.facts.streams }),
  }
}

function toVerdict({ assembly, facts }: TraceRecord): TraceVerdict {
  const { verdict, stops } = explain(assembly, facts)
  const { received, delivered, streams, problems } = verdict
  return {
    received,
    subscribers: delivered,
    streams: unique(streams.filter(holdsMessage).map(({ stream }) => stream)),
    storage: streams,
    silent: unique(assembly.missing.map(({ server }) => server)),
    problems: [...stops, ...problems],
  }
}

function holdsMessage({ outcome }: StreamVerdict): boolean {
  return outcome === 'stored' || outcome === 'duplicate'
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
