import { parseTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'
import type { JourneyView } from '../../api/journey-view.ts'
import type { TraceView } from '../../api/trace-view.ts'
import { toChromeTrace } from '../../exchange/export/to-chrome-trace.ts'
import { toHtml } from '../../exchange/export/to-html.ts'
import { toJaeger } from '../../exchange/export/to-jaeger.ts'
import { toMarkdown } from '../../exchange/export/to-markdown.ts'
import { toTraceEvents } from '../../exchange/export/to-trace-events.ts'
import { ViewerError } from '../../viewer-error.ts'
import type { FileReply } from '../answer/reply.ts'
import type { IndexPort } from '../ports.ts'
import type { PageBundle } from '../static/page-bundle.ts'
import { askBytes, NO_TRACE } from './ask-index.ts'
import { collectTrace } from './collect-trace.ts'
import { requireOneOf, requireTraceId } from './params.ts'
import type { Route } from './route.ts'

/** Gives a trace as a file. */
export function exportRoutes(index: IndexPort, page: PageBundle): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/traces/{traceId}/export',
      run: async ({ param, query, signal }) => {
        const traceId = requireTraceId(param('traceId'))
        const value = query.get('format') ?? 'otlp'
        const format = requireOneOf({ name: 'format', value }, EXPORT_FORMATS)
        const exported = await EXPORTS[format]({ index, page, traceId, signal })
        const fileName = `trace-${traceId}${exported.ending}`
        return { type: 'file', body: exported.body, mediaType: exported.mediaType, fileName }
      },
    },
  ]
}

/** What a trace can be saved as. */
const EXPORT_FORMATS = ['otlp', 'jaeger', 'trace-events', 'html', 'markdown', 'chrome'] as const

interface Source {
  readonly index: IndexPort
  readonly page: PageBundle
  readonly traceId: string
  readonly signal: AbortSignal
}

interface Exported extends Pick<FileReply, 'body' | 'mediaType'> {
  /** Of the file's name. */
  readonly ending: string
}

const EXPORTS: Readonly<
  Record<(typeof EXPORT_FORMATS)[number], (source: Source) => Promise<Exported>>
> = {
  otlp: async ({ index, traceId, signal }) => ({
    body: await askBytes(index, { type: 'otlp', traceId }, NO_TRACE, signal),
    mediaType: JSON_TYPE,
    ending: '.otlp.json',
  }),
  jaeger: async (source) => ({
    body: encode(JSON.stringify(toJaeger(source.traceId, await spansOf(source)))),
    mediaType: JSON_TYPE,
    ending: '.jaeger.json',
  }),
  'trace-events': async (source) => ({
    body: encode(toTraceEvents(await spansOf(source))),
    mediaType: 'application/x-ndjson; charset=utf-8',
    ending: '.trace-events.ndjson',
  }),
  chrome: async (source) => ({
    body: encode(JSON.stringify(toChromeTrace(await spansOf(source)))),
    mediaType: JSON_TYPE,
    ending: '.chrome.json',
  }),
  markdown: async ({ index, traceId, signal }) => {
    const view = await askBytes(index, { type: 'trace', traceId }, NO_TRACE, signal)
    const journey = await askBytes(index, { type: 'journey', traceId }, NO_TRACE, signal)
    // The worker and this thread are of one build.
    const text = toMarkdown(decode(view) as TraceView, decode(journey) as JourneyView)
    return { body: encode(text), mediaType: 'text/markdown; charset=utf-8', ending: '.md' }
  },
  html: async ({ index, page, traceId, signal }) => {
    const { single, style } = page
    if (!single) {
      throw new ViewerError('PAGE_MISSING', 'the page was not built in one piece', {
        hint: 'build it with: node scripts/build-page.mjs',
      })
    }
    const trace = await collectTrace(index, traceId, signal)
    const html = toHtml(trace, { script: text(single.body), style: text(style.body) })
    return { body: encode(html), mediaType: 'text/html; charset=utf-8', ending: '.html' }
  },
}

const JSON_TYPE = 'application/json; charset=utf-8'

async function spansOf({ index, traceId, signal }: Source): Promise<readonly ResourceSpans[]> {
  const otlp = text(await askBytes(index, { type: 'otlp', traceId }, NO_TRACE, signal))
  const data = parseTracesJson(otlp)
  if (data) return data.resourceSpans
  throw new ViewerError('INDEX_FAILED', 'the index gave no OTLP JSON')
}

function encode(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(text(bytes))
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
