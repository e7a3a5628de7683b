import { act, DOCUMENTS, FAILED, JSON_TYPE, NOTHING, ok, path, query, read } from './operation.ts'
import type { Operation } from './operation.ts'
import { integer, number, ref, spanId, string, traceId, words, type Schema } from './schema.ts'

const TIME: Schema = {
  oneOf: [number, string],
  description: 'Milliseconds since 1970, or ISO 8601.',
}
const RANGE = [query('from', TIME), query('to', TIME)]
const QUERY = query('q', string, 'In the query language; all without it.')
const PAGE = [query('limit', integer), query('before', string, '`next` of the answer before.')]
const TRACE = [path('traceId', traceId)]
const MESSAGE = [path('stream', string), path('sequence', integer)]

/** What can be asked, by path and method. */
export const PATHS: { readonly [path: string]: { readonly [method: string]: Operation } } = {
  '/api/v1/traces': {
    get: read('Traces', 'Traces that match a query, the newest first', {
      answer: 'TraceList',
      parameters: [QUERY, ...RANGE, ...PAGE, query('sort', words('newest', 'slowest'))],
    }),
  },
  '/api/v1/traces/{traceId}': {
    get: read('Traces', 'A trace, without its attributes', {
      answer: 'TraceView',
      parameters: TRACE,
    }),
  },
  '/api/v1/traces/{traceId}/spans/{spanId}': {
    get: read('Traces', 'All that is known of one span', {
      answer: 'SpanDetail',
      parameters: [...TRACE, path('spanId', spanId)],
    }),
  },
  '/api/v1/traces/{traceId}/events': {
    get: read('Traces', 'Span events and log records of a trace, by time', {
      answer: 'TraceEvents',
      parameters: TRACE,
    }),
  },
  '/api/v1/traces/{traceId}/journey': {
    get: read(
      'Traces',
      'Each message of a trace, from its publisher to the end of every delivery',
      {
        answer: 'JourneyView',
        parameters: TRACE,
      },
    ),
  },
  '/api/v1/traces/{traceId}/map': {
    get: read('Traces', 'Servers and connections that the messages of a trace crossed', {
      answer: 'TopologyView',
      parameters: TRACE,
    }),
  },
  '/api/v1/traces/{traceId}/export': {
    get: {
      summary: 'A trace as a file',
      tags: ['Traces'],
      parameters: [
        ...TRACE,
        query(
          'format',
          words('otlp', 'jaeger', 'trace-events', 'html', 'markdown', 'chrome'),
          'otlp by default.',
        ),
      ],
      responses: {
        '200': ok({ [JSON_TYPE]: NOTHING, 'text/html': string, 'text/markdown': string }),
        default: FAILED,
      },
    },
  },
  '/api/v1/messages': {
    get: read('Messages', 'Messages of streams, the newest first', {
      answer: 'MessageList',
      parameters: [query('stream', string), ...RANGE, ...PAGE],
    }),
  },
  '/api/v1/messages/{stream}/{sequence}': {
    get: read('Messages', 'Everything known about one message', {
      answer: 'MessageView',
      parameters: MESSAGE,
    }),
  },
  '/api/v1/dead-letters': {
    get: read('Messages', 'Messages of streams of dead letters, the newest first', {
      answer: 'DeadLetterList',
      parameters: [query('limit', integer)],
    }),
  },
  '/api/v1/dead-letters/{stream}/{sequence}/replay': {
    post: act('Messages', 'Publishes the original again; for viewers that may publish', {
      takes: { [JSON_TYPE]: NOTHING },
      answer: ref('ReplayResult'),
      parameters: MESSAGE,
    }),
  },
  '/api/v1/map': {
    get: read('Overview', 'Servers and connections as messages crossed them', {
      answer: 'TopologyView',
      parameters: RANGE,
    }),
  },
  '/api/v1/services': {
    get: read('Overview', 'Rate, errors and duration by service and operation', {
      answer: 'ServiceList',
      parameters: RANGE,
    }),
  },
  '/api/v1/service-graph': {
    get: read('Overview', 'Who works for whom', { answer: 'ServiceGraph', parameters: RANGE }),
  },
  '/api/v1/facets': {
    get: read('Overview', 'What there is to filter by', {
      answer: 'FacetList',
      parameters: RANGE,
    }),
  },
  '/api/v1/metrics': {
    get: read('Overview', 'The last value of each series', { answer: 'MetricList' }),
  },
  '/api/v1/status': {
    get: read('Viewer', 'What is read, what is kept, and what is wrong', { answer: 'StatusView' }),
  },
  '/api/v1/rebuild': {
    post: act('Viewer', 'Begins to build the index anew; the status tells how far it is', {
      takes: { [JSON_TYPE]: NOTHING },
      answer: NOTHING,
    }),
  },
  '/api/v1/links': {
    post: act('Viewer', 'An address that lets one more browser in, once', {
      takes: { [JSON_TYPE]: NOTHING },
      answer: ref('SessionLink'),
    }),
  },
  '/api/v1/live': {
    get: {
      summary: 'Traces that match a query, as they come and change',
      tags: ['Traces'],
      parameters: [
        QUERY,
        { name: 'after', in: 'query', schema: string },
        { name: 'Last-Event-ID', in: 'header', schema: string },
      ],
      responses: {
        '200': ok({
          'text/event-stream': ref('LiveEvent'),
          'application/x-ndjson': ref('LiveEvent'),
        }),
        default: FAILED,
      },
    },
  },
  '/api/v1/import': {
    post: act(
      'Traces',
      'Adds the traces of a file: OTLP JSON, Jaeger JSON or server trace events',
      {
        takes: { [JSON_TYPE]: DOCUMENTS, 'application/x-ndjson': string },
        answer: ref('ImportResult'),
      },
    ),
  },
  '/api/v1/probe': {
    post: act(
      'Messages',
      'Sends a message through the servers to see its way; a dry run by default',
      {
        takes: { [JSON_TYPE]: ref('ProbeRequest') },
        answer: ref('ProbeResult'),
      },
    ),
  },
  '/api/v1/openapi.json': {
    get: {
      summary: 'This document',
      tags: ['Viewer'],
      responses: { '200': ok({ [JSON_TYPE]: NOTHING }), default: FAILED },
    },
  },
}
