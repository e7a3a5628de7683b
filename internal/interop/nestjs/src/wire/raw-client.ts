import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Frame, HeaderLine } from './frame.ts'
import { FrameLog } from './frame-log.ts'
import { FrameParser } from './frame-parser.ts'

/** A message to be written as it is. */
export interface RawMessage {
  readonly subject: string
  readonly reply?: string
  /** Written in this order, with names in this case, twice if they are in here twice. */
  readonly headers?: readonly HeaderLine[]
  readonly payload: Uint8Array
}

/** A client that speaks the protocol by itself, since libraries tidy up the headers they are given. */
export class RawClient implements AsyncDisposable {
  /** What the server delivered. */
  readonly received: FrameLog = new FrameLog()
  readonly #socket: Socket
  readonly #pongs: (() => void)[] = []
  #subscriptions = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    const parser = new FrameParser(
      (frame) => this.received.add(frame),
      (line) => this.#answer(line),
    )
    socket.on('data', (bytes: Buffer) => parser.push(bytes))
  }

  /** @param port - of the server, on 127.0.0.1 */
  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const client = new RawClient(socket)
    socket.write('CONNECT {"verbose":false,"headers":true,"no_responders":true,"protocol":1}\r\n')
    await client.flush()
    return client
  }

  /** Subscribes, if need be in a queue group, and waits until the server knows. */
  async subscribe(subject: string, queue = ''): Promise<void> {
    const tokens = ['SUB', subject, ...(queue === '' ? [] : [queue]), ++this.#subscriptions]
    this.#socket.write(`${tokens.join(' ')}\r\n`)
    await this.flush()
  }

  publish({ subject, reply = '', headers = [], payload }: RawMessage): void {
    const head = Buffer.from(headers.length === 0 ? '' : encodeHeaders(headers))
    const verb = head.length === 0 ? 'PUB' : 'HPUB'
    const sizes = head.length === 0 ? [payload.length] : [head.length, head.length + payload.length]
    const line = [verb, subject, ...(reply === '' ? [] : [reply]), ...sizes].join(' ')
    this.#socket.write(Buffer.concat([Buffer.from(`${line}\r\n`), head, payload, END]))
  }

  /** Waits until the server has taken everything that was written. */
  async flush(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#pongs.push(resolve)
      this.#socket.write('PING\r\n')
    })
  }

  /** Waits for a message that was delivered; `undefined` if none came in `timeoutMs`. */
  async next(
    isWanted: (frame: Frame) => boolean,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<Frame | undefined> {
    await this.received.until((frames) => frames.some(isWanted), options)
    return this.received.frames.find(isWanted)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy()
  }

  #answer(line: string): void {
    if (line === 'PING') this.#socket.write('PONG\r\n')
    if (line === 'PONG') this.#pongs.shift()?.()
  }
}

const END = Buffer.from('\r\n')

function encodeHeaders(headers: readonly HeaderLine[]): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  return `NATS/1.0\r\n${lines.join('')}\r\n`
}
