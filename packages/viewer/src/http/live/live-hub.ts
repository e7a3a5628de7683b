import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '../../api/live-event.ts'
import type { TraceList, TraceSummary } from '../../api/trace-summary.ts'
import type { IndexChange } from '../../trace-index/trace-index.ts'
import type { IndexPort } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { ChangeLog, MAX_TRACES } from './change-log.ts'
import { LiveClient } from './live-client.ts'
import { liveFormat } from './live-format.ts'

/** How the live stream is kept small. */
export interface LiveLimits {
  readonly maxClients: number
  /** How often a client is told of the coverage, so that both ends know that the other is there. */
  readonly heartbeatMs: number
}

/** Tells everyone who follows of traces that came or changed, each by its own query. */
export class LiveHub implements AsyncDisposable {
  readonly #index: IndexPort
  readonly #limits: LiveLimits
  readonly #onError: (error: unknown) => void
  readonly #clients = new Set<LiveClient>()
  readonly #log: ChangeLog
  readonly #stop: () => void
  readonly #heartbeat: NodeJS.Timeout
  // One change after the other, so that an older state never comes after a newer one.
  #telling: Promise<void> = Promise.resolve()
  // What came while others are told of what was before, in one.
  #next: IndexChange | undefined
  #toldId: string

  constructor(index: IndexPort, limits: LiveLimits, onError: (error: unknown) => void) {
    this.#index = index
    this.#limits = limits
    this.#onError = onError
    this.#log = new ChangeLog(index.revision)
    this.#toldId = index.revision
    this.#stop = index.onChange((change) => this.#enqueue(change))
    this.#heartbeat = setInterval(() => this.#beat(), limits.heartbeatMs)
    this.#heartbeat.unref()
  }

  get size(): number {
    return this.#clients.size
  }

  /** @throws {@link Refusal} LIMIT_EXCEEDED if too many follow already */
  requirePlace(): void {
    const { maxClients } = this.#limits
    if (this.#clients.size < maxClients) return
    throw new Refusal(503, 'LIMIT_EXCEEDED', `${maxClients} pages and programs follow already`, {
      hint: 'close one of them',
      headers: { 'retry-after': '10' },
    })
  }

  follow(response: ServerResponse, { query, accept, lastEventId }: FollowRequest): void {
    if (response.destroyed) return
    const isKnown = lastEventId !== undefined && this.#log.since(lastEventId) !== undefined
    const lastId = isKnown ? lastEventId : this.#toldId
    const client = new LiveClient(response, { query, format: liveFormat(accept), lastId })
    this.#clients.add(client)
    response.once('close', () => this.#clients.delete(client))
    client.send({ event: 'coverage', coverage: this.#index.coverage })
    if (isKnown) this.#catchUp(client, lastEventId)
    else if (lastEventId !== undefined) client.send({ event: 'skipped', traces: 1 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop()
    clearInterval(this.#heartbeat)
    for (const client of this.#clients) client.end()
  }

  #enqueue(change: IndexChange): void {
    this.#log.append(change)
    const isAwaited = this.#next !== undefined
    this.#next = this.#next ? mergeChanges(this.#next, change) : change
    if (!isAwaited) this.#telling = this.#telling.then(() => this.#tellNext()).catch(this.#onError)
  }

  async #tellNext(): Promise<void> {
    const change = this.#next
    if (change === undefined) return
    this.#next = undefined
    const groups = Map.groupBy(this.#clients, ({ query }) => query)
    for (const [query, clients] of groups) {
      const events: readonly LiveEvent[] = [
        ...(await this.#eventsOf(query, change)),
        { event: 'coverage', coverage: change.coverage },
      ]
      for (const event of events) for (const client of clients) client.send(event, change.revision)
    }
    this.#toldId = change.revision
  }

  #catchUp(client: LiveClient, lastEventId: string): void {
    client.isBehind = true
    this.#telling = this.#telling
      .then(async () => {
        const id = this.#log.revision
        const traceIds = this.#log.since(lastEventId)
        const missed = traceIds ? { traceIds, omitted: 0 } : { traceIds: [], omitted: 1 }
        const events = await this.#eventsOf(client.query, missed)
        client.isBehind = false
        for (const event of events) client.send(event, id)
      })
      .catch(this.#onError)
  }

  // Of what cannot be asked for, those who follow are told that it is missing; others get theirs.
  async #eventsOf(
    query: string,
    { traceIds, omitted }: Pick<IndexChange, 'traceIds' | 'omitted'>,
  ): Promise<readonly LiveEvent[]> {
    let traces: readonly TraceSummary[] = []
    let skipped = omitted
    try {
      traces = await this.#summaries(query, traceIds)
    } catch (error) {
      this.#onError(error)
      skipped += traceIds.length
    }
    const left = skipped === omitted ? without(traceIds, traces) : []
    return [
      ...(traces.length > 0 ? [{ event: 'traces', traces } as const] : []),
      ...(left.length > 0 ? [{ event: 'left', traceIds: left } as const] : []),
      ...(skipped > 0 ? [{ event: 'skipped', traces: skipped } as const] : []),
    ]
  }

  async #summaries(query: string, traceIds: readonly string[]): Promise<readonly TraceSummary[]> {
    if (traceIds.length === 0) return []
    const limit = traceIds.length
    const answer = await this.#index.ask({ type: 'traces', query, traceIds, limit })
    // The worker and this thread are of one build.
    return answer ? (JSON.parse(decoder.decode(answer)) as TraceList).traces : []
  }

  #beat(): void {
    for (const client of this.#clients) {
      const { blockedSince } = client
      const isGone = blockedSince !== undefined && Date.now() - blockedSince > MAX_BLOCKED_MS
      if (isGone) client.drop()
      else client.send({ event: 'coverage', coverage: this.#index.coverage })
    }
  }
}

export interface FollowRequest {
  readonly query: string
  /** The `Accept` header: what format is wanted. */
  readonly accept: string
  /** The revision that the client has, of a list or of when it was here before. */
  readonly lastEventId: string | undefined
}

function mergeChanges(one: IndexChange, other: IndexChange): IndexChange {
  const traceIds = [...new Set([...one.traceIds, ...other.traceIds])]
  const tooMany = Math.max(0, traceIds.length - MAX_TRACES)
  return {
    traceIds: traceIds.slice(0, MAX_TRACES),
    omitted: one.omitted + other.omitted + tooMany,
    coverage: other.coverage,
    revision: other.revision,
  }
}

// One that follows may have any of these from a list, as of when they matched.
function without(traceIds: readonly string[], traces: readonly TraceSummary[]): readonly string[] {
  const found = new Set(traces.map(({ traceId }) => traceId))
  return traceIds.filter((traceId) => !found.has(traceId))
}

const decoder = new TextDecoder()
const MAX_BLOCKED_MS = 60_000
