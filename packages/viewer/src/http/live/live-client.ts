import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '../../api/live-event.ts'
import type { LiveFormat } from './live-format.ts'

/** One who follows: gets what it reads in time, and of the rest is told how much it missed. */
export class LiveClient {
  readonly query: string
  /** What it missed while it was away is yet to be told: until then it would ask for that again. */
  isBehind = false
  readonly #response: ServerResponse
  readonly #format: LiveFormat
  #lastId: string
  #skipped = 0
  #coverage: LiveEvent | undefined
  #blockedSince: number | undefined

  constructor(response: ServerResponse, { query, format, lastId }: LiveClientOptions) {
    this.query = query
    this.#lastId = lastId
    this.#response = response
    this.#format = format
    response.on('drain', () => this.#resume())
    response.writeHead(200, { 'content-type': format.mediaType, 'x-accel-buffering': 'no' })
    response.write(format.opening)
  }

  /** Since when the client has read nothing of what is ready for it; absent while it keeps up. */
  get blockedSince(): number | undefined {
    return this.#blockedSince
  }

  /** Tells of something; what is no change leaves the last one as it was. */
  send(event: LiveEvent, id: string = this.#lastId): void {
    if (!this.isBehind) this.#lastId = id
    if (this.#blockedSince === undefined) this.#write(event)
    else if (event.event === 'coverage') this.#coverage = event
    else this.#skipped += tracesOf(event)
  }

  end(): void {
    this.#response.end()
  }

  /** Ends it without waiting for what is not read. */
  drop(): void {
    this.#response.destroy()
  }

  #write(event: LiveEvent): void {
    const isTaken = this.#response.write(this.#format.write(event, this.#lastId))
    if (!isTaken) this.#blockedSince = Date.now()
  }

  #resume(): void {
    this.#blockedSince = undefined
    const skipped = this.#skipped
    const coverage = this.#coverage
    this.#skipped = 0
    this.#coverage = undefined
    if (skipped > 0) this.#write({ event: 'skipped', traces: skipped })
    // Only the last of it counts.
    if (coverage) this.#write(coverage)
  }
}

export interface LiveClientOptions {
  readonly query: string
  readonly format: LiveFormat
  /** The last change that it has been told of, or need not be. */
  readonly lastId: string
}

function tracesOf(event: Exclude<LiveEvent, { readonly event: 'coverage' }>): number {
  if (event.event === 'skipped') return event.traces
  return event.event === 'left' ? event.traceIds.length : event.traces.length
}
