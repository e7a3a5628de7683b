import { createHash } from 'node:crypto'
import type { JourneyView } from '../../api/journey-view.ts'
import type { SpanDetail, TraceEvents } from '../../api/span-detail.ts'
import type { TopologyView } from '../../api/topology-view.ts'
import type { TraceView } from '../../api/trace-view.ts'
import { ViewerError } from '../../viewer-error.ts'

/** All that the page of one trace shows; the page finds it in the file that it is in. */
export interface EmbeddedTrace {
  readonly view: TraceView
  readonly journey: JourneyView
  readonly map: TopologyView
  readonly events: TraceEvents
  /** By span id. */
  readonly spans: { readonly [spanId: string]: SpanDetail }
}

/** The code and the style of the page, each in one piece. */
export interface SinglePage {
  readonly script: string
  readonly style: string
}

/**
 * A trace as one file that opens in any browser, without the viewer and without a network: it may run
 * the code in it and nothing else, and load nothing.
 *
 * @throws {@link ViewerError} PAGE_MISSING if the page's code cannot be put into a document
 */
export function toHtml(trace: EmbeddedTrace, { script, style }: SinglePage): string {
  requireInline(script, style)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>Trace ${trace.view.traceId}</title>
    <style>${style}</style>
  </head>
  <body>
    <div id="app"></div>
    <noscript>This trace needs JavaScript to be shown.</noscript>
    <script type="application/json" id="hopscope-trace">${inertJson(trace)}</script>
    <script type="module">${script}</script>
  </body>
</html>
`
}

/** JSON in which nothing can end the element that it is in, nor begin another. */
function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (sign) => ESCAPES[sign] ?? '')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

// What a browser would take for the end of the element, or for markup in it.
function requireInline(script: string, style: string): void {
  if (!/<\/script|<!--/i.test(script) && !/<\/style/i.test(style)) return
  throw new ViewerError('PAGE_MISSING', 'the code of the page cannot be put into a document', {
    hint: 'build it again, without "</script" and "<!--" in its texts',
  })
}
