import { hopsOf, type Assembly, type Egress } from '@hopscope/path'
import { linksOf, type Link } from '../link/links-of.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { toTraceDocument } from '../document/to-trace-document.ts'
import type { CountedSubscriber } from './count-document.ts'
import { trackClocks, type ClockReading } from './track-clocks.ts'

/** What is kept of one trace of several. */
export interface Run {
  readonly complete: boolean
  readonly received: boolean
  readonly subscribers: readonly Subscriber[]
  readonly links: readonly Link[]
}

/** A subscriber that got the message. */
export type Subscriber = Omit<CountedSubscriber, 'messages'>

/** Takes traces of one message, of which there may be very many, and keeps little of each. */
export class RunTally {
  readonly #runs: Run[] = []
  readonly #recent: TraceRecord[] = []
  #known: ClockReading | undefined

  /** How many traces were taken. */
  get size(): number {
    return this.#runs.length + this.#recent.length
  }

  add(record: TraceRecord): void {
    this.#recent.push(record)
    if (this.#recent.length === MAX_RECENT) this.#settle()
  }

  /** What the traces come to, in their order. */
  runs(): readonly Run[] {
    this.#settle()
    return this.#runs
  }

  // Links are timed late, since what later traces tell of clocks is worth as much.
  #settle(): void {
    const readings = trackClocks(this.#recent.map(readingOf), this.#known)
    this.#known = readings.at(-1) ?? this.#known
    const records = this.#recent.splice(0)
    this.#runs.push(...records.map((record, index) => toRun(record, readings[index])))
  }
}

// A trace of many servers holds some 100 kB.
const MAX_RECENT = 500

function readingOf({ sentAtUnixNano = 0n, facts }: TraceRecord): ClockReading {
  return { atUnixNano: sentAtUnixNano, clocks: facts.clocks ?? new Map() }
}

function toRun(record: TraceRecord, reading: ClockReading | undefined): Run {
  const { complete, verdict } = toTraceDocument(record)
  const { assembly, facts } = record
  return {
    complete,
    received: verdict.received,
    subscribers: subscribersOf(assembly),
    links: linksOf({ assembly, facts: { ...facts, ...(reading && { clocks: reading.clocks }) } }),
  }
}

function subscribersOf(assembly: Assembly): readonly Subscriber[] {
  return [...hopsOf(assembly)].flatMap(({ event: { server, items } }) =>
    items
      .filter((item): item is Egress => item.type === 'egress')
      .filter(({ kind, error }) => kind === 'client' && error === undefined)
      .map(({ name, cid, subscription, queue }) => ({
        server: server.name,
        name,
        cid,
        subscription,
        queue,
      })),
  )
}
