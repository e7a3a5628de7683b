import { mkdtemp, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoredTelemetry } from '@hopscope/telemetry'
import type { Coverage, TraceList } from '../src/api/trace-summary.ts'
import type { IndexPort, Taken } from '../src/http/ports.ts'
import type { ServeViewerOptions } from '../src/http/serve-options.ts'
import { serveViewer, type ViewerServer } from '../src/http/serve-viewer.ts'
import type { IndexRequest } from '../src/trace-index/index-request.ts'
import type { IndexChange } from '../src/trace-index/trace-index.ts'

/** An index that answers what it is told to, and keeps what it is asked and given. */
export class ScriptedIndex implements IndexPort {
  readonly asked: IndexRequest[] = []
  readonly added: StoredTelemetry[] = []
  readonly coverage: Coverage = COVERAGE
  readonly source = { state: 'none' } as const
  readonly #listeners = new Set<(change: IndexChange) => void>()
  #changes = 0
  /** What it answers; a string is the JSON, `undefined` that there is no such thing. */
  answer: (request: IndexRequest) => unknown = () => EMPTY_LIST
  addResult: Taken = { traceIds: [], spans: 0, logRecords: 0, points: 0, unreadable: 0 }
  rebuilds = 0

  async ask(request: IndexRequest): Promise<Uint8Array | undefined> {
    this.asked.push(request)
    const answer = await this.answer(request)
    return answer === undefined ? undefined : Buffer.from(JSON.stringify(answer))
  }

  async add(records: readonly StoredTelemetry[]): Promise<Taken> {
    this.added.push(...records)
    return this.addResult
  }

  async rebuild(): Promise<void> {
    this.rebuilds++
  }

  onChange(listener: (change: IndexChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get revision(): string {
    return `scripted-${this.#changes}`
  }

  change(traceIds: readonly string[], omitted = 0): void {
    this.#changes++
    const change = { traceIds, omitted, coverage: COVERAGE, revision: this.revision }
    for (const listener of this.#listeners) listener(change)
  }
}

const COVERAGE: Coverage = { firstSequence: 0, lastSequence: 0, pending: 0, isComplete: true }
const EMPTY_LIST: TraceList = { traces: [], coverage: COVERAGE, revision: 'scripted-0' }

/** A viewer on a free port, over an index that answers what the test says and a page of three files. */
export async function startViewerOver(
  index: IndexPort,
  options: Partial<ServeViewerOptions> = {},
): Promise<ViewerServer> {
  return serveViewer({ index, port: 0, pageFolder: await pageFolder(), ...options })
}

/** A folder with a page, as the build leaves it. */
export async function pageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'viewer-page-'))
  const files = ['app-AAAA.js', 'style-BBBB.css', 'single-CCCC.js', 'chunk-DDDD.js']
  const manifest = files.map((file) => ({ file, entry: null, bytes: 1 }))
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'secret.txt'), 'not of the page')
  for (const file of files) await writeFile(join(folder, file), `/* ${file} */`)
  return folder
}

export interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  /** The address to connect to. @default '127.0.0.1' */
  readonly address?: string
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  json(): unknown
}

/** Asks as nobody: only with the headers that are given. */
export async function ask({ port }: { readonly port: number }, asked: Asked): Promise<Answered> {
  const { method = 'GET', path = '/', headers = {}, body, address = '127.0.0.1' } = asked
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : [...value],
    ]),
  )
  const request = httpRequest({ host: address, port, method, path, headers: given, agent: false })
  request.once('error', reject)
  request.once('response', (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.once('error', reject)
    response.once('end', () => {
      const bytes = Buffer.concat(chunks)
      const text = bytes.toString()
      const { statusCode: status = 0 } = response
      resolve({ status, headers: response.headers, bytes, text, json: () => JSON.parse(text) })
    })
  })
  request.end(body)
  return promise
}

/** Asks as a program that has the access token. */
export async function askAsProgram(viewer: ViewerServer, asked: Asked): Promise<Answered> {
  const authorization = `Bearer ${viewer.accessToken}`
  return ask(viewer, { ...asked, headers: { authorization, ...asked.headers } })
}

/** Sends JSON as a program. */
export async function postAsProgram(
  viewer: ViewerServer,
  path: string,
  body: string | Uint8Array = '{}',
): Promise<Answered> {
  const headers = { 'content-type': 'application/json' }
  return askAsProgram(viewer, { method: 'POST', path, headers, body })
}

/** Opens an address that the viewer gave, and gives the cookie that the browser has then. */
export async function enter(viewer: ViewerServer): Promise<string> {
  const { pathname, search } = new URL(viewer.issueLink())
  const { headers } = await ask(viewer, { path: `${pathname}${search}` })
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** Sends bytes as they are, and gives all that is answered until the viewer ends the connection. */
export async function sendRaw({ port }: { readonly port: number }, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  const { promise, resolve } = Promise.withResolvers<string>()
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => (answer += chunk))
  // An end by force is an end too.
  socket.once('error', () => resolve(answer))
  socket.once('close', () => resolve(answer))
  socket.write(text)
  return promise
}

/** Sends all of something before it reads any of what is answered, as many clients do. */
export async function sendThenRead(
  { port }: { readonly port: number },
  text: string,
): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  const { promise: isSent, resolve, reject } = Promise.withResolvers<void>()
  socket.once('error', reject)
  socket.write(text, () => resolve())
  await isSent
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk)
  return answer
}
