import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { HARMFUL, UNWANTED } from '../records/make-poison.ts'
import type { Behavior, Misdeed } from './behavior.ts'
import { contentOf } from './content-of.ts'

/** Takes OTLP and counts what it takes, unless it is to misbehave. */
export class CountingServer {
  /** How it behaves; absent while it takes everything. */
  behavior: Behavior | undefined
  /** How often each thing was taken, and was said to be taken. */
  readonly taken = new Map<string, number>()
  readonly #random: () => number
  readonly #server = createServer((request, response) => void this.#receive(request, response))
  #port = 0
  #requests = 0

  /** @param random - what decides on the requests that meet its behavior, from 0 to 1 */
  constructor(random: () => number) {
    this.#random = random
  }

  get port(): number {
    return this.#port
  }

  get requests(): number {
    return this.#requests
  }

  /** Listens, on the port that it had before. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Goes away, and takes its connections along. */
  async shut(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await readAll(request)
    // Who sent it is gone.
    if (sent === undefined) return
    this.#requests++
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    const path = request.url ?? ''
    const misdeed = this.#misdeedFor(path, body)
    if (misdeed) await misbehave(misdeed, request, response)
    if (!misdeed || misdeed.kind === 'late') this.#take(path, body, response)
  }

  #misdeedFor(path: string, body: Uint8Array): Misdeed | undefined {
    if (!this.behavior) return undefined
    const { misdeed, share = 1, sparesEmpty = false, signal } = this.behavior
    if (signal && path !== `/v1/${signal}`) return undefined
    if (sparesEmpty && body.length === 0) return undefined
    return this.#random() < share ? misdeed : undefined
  }

  #take(path: string, body: Uint8Array, response: ServerResponse): void {
    // Whoever waited for the answer does not know, and has to send it again.
    if (response.destroyed) return
    const { ids, names } = contentOf(path, body)
    const status = statusFor(names)
    if (status === 200) for (const id of ids) this.taken.set(id, (this.taken.get(id) ?? 0) + 1)
    response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end()
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}

async function misbehave(
  misdeed: Misdeed,
  { socket }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (misdeed.kind === 'late') await pause(misdeed.delayMs)
  else if (misdeed.kind === 'reset') socket.resetAndDestroy()
  else if (misdeed.kind === 'answer') {
    response.writeHead(misdeed.status, misdeed.headers).end(misdeed.body)
  } else {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setImmediate(() => socket.destroy())
  }
}

function statusFor(names: ReadonlySet<string>): number {
  if (names.has(UNWANTED)) return 400
  return names.has(HARMFUL) ? 500 : 200
}
