import { boolean, integer, list, number, object, ref, string, words } from './schema.ts'
import type { Schemas } from './schema.ts'

/** What is made of many traces, and how the viewer itself is. */
export const OVERVIEW_SCHEMAS: Schemas = {
  ServiceList: object({
    operations: list(ref('OperationStats')),
    coverage: ref('Coverage'),
    omittedOperations: integer,
  }),
  OperationStats: object({
    service: string,
    operation: string,
    count: integer,
    errors: integer,
    perSecond: number,
    p50Ms: number,
    p95Ms: number,
    p99Ms: number,
    maxMs: number,
  }),
  ServiceGraph: object({
    edges: list(ref('ServiceEdge')),
    coverage: ref('Coverage'),
    omittedEdges: integer,
  }),
  ServiceEdge: object(
    { from: string, to: string, count: integer, errors: integer, p50Ms: number, p95Ms: number },
    { via: string },
  ),
  FacetList: object({
    services: list(ref('Facet')),
    subjects: list(ref('Facet')),
    streams: list(ref('Facet')),
    consumers: list(ref('Facet')),
    accounts: list(ref('Facet')),
    coverage: ref('Coverage'),
  }),
  Facet: object({ value: string, count: integer }),
  MetricList: object({ series: list(ref('MetricSeries')), coverage: ref('Coverage') }),
  MetricSeries: object(
    {
      service: string,
      name: string,
      unit: string,
      type: words('sum', 'gauge', 'histogram'),
      attributes: list(object({ key: string, value: string })),
      value: number,
      atMs: number,
    },
    { count: integer },
  ),
  StatusView: object(
    {
      version: string,
      source: ref('SourceStatus'),
      coverage: ref('Coverage'),
      index: ref('IndexStatus'),
      liveClients: integer,
      canPublish: boolean,
    },
    { otlpPort: integer },
  ),
  SourceStatus: object(
    {
      state: words('connected', 'reconnecting', 'closed', 'none'),
      streamState: words('reading', 'missing', 'denied', 'unavailable', 'none'),
    },
    { server: string, account: string, stream: string, hint: string },
  ),
  IndexStatus: object(
    {
      state: words('ready', 'rebuilding', 'failed'),
      bytes: integer,
      maxBytes: integer,
      maxAgeMs: number,
      traces: integer,
      spans: integer,
      hops: integer,
      logs: integer,
      metrics: integer,
      unreadable: integer,
      dropped: integer,
    },
    { path: string, lastUnreadable: string, rebuiltBecause: string },
  ),
  SessionLink: object({ url: string }),
  LiveEvent: {
    oneOf: [
      object({ event: words('traces'), traces: list(ref('TraceSummary')) }),
      object({ event: words('left'), traceIds: list(string) }),
      object({ event: words('coverage'), coverage: ref('Coverage') }),
      object({ event: words('skipped'), traces: integer }),
    ],
  },
  Problem: object(
    { type: words('about:blank'), title: string, status: integer, code: string, detail: string },
    { hint: string },
  ),
}
