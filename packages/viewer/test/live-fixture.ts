import { request, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import type { TraceSummary } from '../src/api/trace-summary.ts'
import type { ViewerServer } from '../src/http/serve-viewer.ts'

/** A client that follows, line by line; until it is asked for the first line it reads nothing. */
export interface Follower extends Disposable {
  readonly response: IncomingMessage
  /** The next line that is not empty. */
  next(): Promise<string>
  /** The next that has this in it. */
  nextWith(text: string): Promise<string>
}

/** Follows as a program. */
export async function follow(
  viewer: ViewerServer,
  { search = '', headers = {} }: FollowOptions = {},
): Promise<Follower> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const asked = request({
    host: '127.0.0.1',
    port: viewer.port,
    path: `/api/v1/live${search}`,
    headers: { authorization: `Bearer ${viewer.accessToken}`, ...headers },
    agent: false,
  })
  asked.once('error', reject)
  asked.once('response', resolve)
  asked.end()
  const response = await promise
  // The viewer may end before the test does.
  asked.on('error', () => {})
  response.on('error', () => {})
  let lines: AsyncIterator<string> | undefined
  const next = async (): Promise<string> => {
    lines ??= createInterface({ input: response })[Symbol.asyncIterator]()
    const { value, done } = await lines.next()
    if (done === true) throw new Error('the viewer has ended the stream')
    return value === '' ? next() : value
  }
  const nextWith = async (text: string): Promise<string> => {
    const line = await next()
    return line.includes(text) ? line : nextWith(text)
  }
  return { response, next, nextWith, [Symbol.dispose]: () => void asked.destroy() }
}

export interface FollowOptions {
  readonly search?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks for lines of JSON. */
export const LINES = { accept: 'application/x-ndjson' }

/** A trace of which nothing is known but its id. */
export function summary(traceId: string, fields: Partial<TraceSummary> = {}): TraceSummary {
  return {
    traceId,
    startMs: 0,
    durationMs: 1,
    spanCount: 1,
    hopCount: 0,
    errorCount: 0,
    services: [],
    serviceCount: 0,
    maxDeliveryCount: 0,
    flags: [],
    ...fields,
  }
}
