import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** What is counted of the whole index, and kept with it. */
export interface IndexCounts {
  spans: number
  hops: number
  logs: number
  metrics: number
  unreadable: number
  dropped: number
}

/** Where in the stream the index is. */
export interface StreamCursor {
  readonly stream: string
  /** When the stream was created, as its server tells it. */
  readonly created: string
  /** The first message that was read; 0 when none was. */
  readonly firstSequence: number
  /** The last message that was read; 0 when none was. */
  readonly lastSequence: number
  /** Traces of the first messages were deleted to make room. */
  readonly isTrimmed?: boolean
}

/** Numbers and texts of the whole index, saved in the transaction of what they are about. */
export class Counters {
  counts: IndexCounts
  cursor: StreamCursor | undefined
  lastUnreadable: string | undefined
  rebuiltBecause: string | undefined
  /** An index that was begun anew has yet to come to the end of the stream. */
  isRebuilding = false
  /** The index cannot keep its limits any more; not saved. */
  hasFailed = false
  readonly #write: StatementSync
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#write = database.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)')
    this.counts = { ...NOTHING }
    this.reload()
  }

  /** The index is begun anew. */
  begin(because: string): void {
    this.rebuiltBecause = because
    this.isRebuilding = true
  }

  /** Writes all. */
  save(): void {
    const { counts, cursor, lastUnreadable, rebuiltBecause, isRebuilding } = this
    this.#write.run(
      'state',
      JSON.stringify({ counts, cursor, lastUnreadable, rebuiltBecause, isRebuilding }),
    )
  }

  /** Reads what was saved last. */
  reload(): void {
    const row = this.#database.prepare(`SELECT value FROM meta WHERE key = 'state'`).get()
    const saved: Saved = row === undefined ? {} : JSON.parse(String(row['value']))
    this.counts = { ...NOTHING, ...saved.counts }
    this.cursor = saved.cursor
    this.lastUnreadable = saved.lastUnreadable
    this.rebuiltBecause = saved.rebuiltBecause
    this.isRebuilding = saved.isRebuilding ?? false
  }
}

interface Saved {
  readonly counts?: IndexCounts
  readonly cursor?: StreamCursor
  readonly lastUnreadable?: string
  readonly rebuiltBecause?: string
  readonly isRebuilding?: boolean
}

const NOTHING: IndexCounts = { spans: 0, hops: 0, logs: 0, metrics: 0, unreadable: 0, dropped: 0 }
