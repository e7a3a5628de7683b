import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pageTrace, pageTraceId } from './page-trace.ts'

/** Serves the viewer's page, as it is built, with made-up answers, and the baseline beside it. */
export interface PageServer extends AsyncDisposable {
  readonly origin: string
}

const root = new URL('../../../../', import.meta.url)
const built = new URL('packages/viewer/dist/page/', root)

/** Builds the page and serves it on a port of its own, with a trace of each size. */
export async function startPageServer(sizes: readonly number[]): Promise<PageServer> {
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('scripts/build-page.mjs', root)),
  ])
  const traces = new Map(
    sizes.map((size) => [`/api/v1/traces/${pageTraceId(size)}`, pageTrace(size)]),
  )
  const files = readPage()
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const trace = traces.get(pathname)
    const file = files.get(pathname)
    if (trace !== undefined) send(response, 'application/json', trace)
    else if (file !== undefined) send(response, file.type, file.body)
    else if (pathname.startsWith('/api/')) sendProblem(response)
    else send(response, 'text/html', indexHtml(files))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface PageFile {
  readonly type: string
  readonly body: Buffer
  /** Whether it is what the page begins with. */
  readonly isEntry: boolean
}

function readPage(): ReadonlyMap<string, PageFile> {
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', built), 'utf8')) as readonly {
    readonly file: string
    readonly entry: string | null
  }[]
  const files = manifest.map(({ file, entry }) =>
    toFile(file, new URL(file, built), entry !== null && /^(main|style)\./.test(entry)),
  )
  const baseline = toFile('canvas.js', new URL('page-canvas.mjs', import.meta.url), false)
  const html = { type: 'text/html', body: Buffer.from(BASELINE_HTML), isEntry: false }
  return new Map([...files, baseline, ['/canvas.html', html]])
}

function toFile(name: string, url: URL, isEntry: boolean): readonly [path: string, file: PageFile] {
  const type = name.endsWith('.css') ? 'text/css' : 'text/javascript'
  return [`/${name}`, { type, body: readFileSync(url), isEntry }]
}

const BASELINE_HTML = `<!doctype html><meta charset="utf-8"><title>baseline</title>
<style>body{margin:0}.scroller{height:100vh;overflow:auto}canvas{position:sticky;top:0;display:block}</style>
<script src="/canvas.js"></script>`

/** Strict as the viewer's own: a page that needs more does not start. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"

function indexHtml(files: ReadonlyMap<string, PageFile>): string {
  const tags = [...files]
    .filter(([, { isEntry }]) => isEntry)
    .map(([path, { type }]) =>
      type === 'text/css'
        ? `<link rel="stylesheet" href="${path}">`
        : `<script type="module" src="${path}"></script>`,
    )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>viewer</title><meta http-equiv="Content-Security-Policy" content="${CSP}">${tags.join('')}<div id="app"></div></html>`
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': type }).end(body)
}

function sendProblem(response: ServerResponse): void {
  const problem = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    code: 'NOT_FOUND',
    detail: 'the benchmark has traces alone',
  }
  response
    .writeHead(404, { 'Content-Type': 'application/problem+json' })
    .end(JSON.stringify(problem))
}
