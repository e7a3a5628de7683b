import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { OTHER } from '../store/names.ts'
import { storedText } from '../store/stored-text.ts'
import { Histogram } from './histogram.ts'

/** What is counted: operations by service and name, edges between services, and spans by what one can filter by. */
export type RollupKind = 'operation' | 'edge' | 'subject' | 'stream' | 'consumer' | 'account'

/** What something is counted under; of most kinds only the first text is used. */
export interface RollupKey {
  readonly kind: RollupKind
  readonly one: string
  readonly other?: string
  readonly via?: string
}

/** Something to be counted. */
export interface Counted {
  /** Nanoseconds since 1970. */
  readonly start: bigint
  /** Nanoseconds; absent where durations mean nothing. */
  readonly duration?: number
  readonly isError: boolean
}

/** Seconds of a bucket of each step: minutes for a short while, hours for good. */
export const ROLLUP_STEPS = { minute: 60, hour: 3600 } as const

/** How long minutes are kept, in seconds. */
export const MINUTES_KEPT_S: number = 3 * 3600

/**
 * Counts by minute and hour what would take a look at every span otherwise.
 *
 * Of each kind there is a limit to how many keys are told apart; what is beyond is counted as `(other)`.
 */
export class Rollups {
  readonly #keys = new Map<string, number>()
  readonly #keyCounts = new Map<RollupKind, number>()
  readonly #open = new Map<string, OpenBucket>()
  readonly #changed = new Set<OpenBucket>()
  readonly #statements: Record<'insertKey' | 'fold' | 'read' | 'write', StatementSync>
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#statements = {
      insertKey: database.prepare(
        'INSERT INTO rollup_keys(kind, one, other, via) VALUES(?, ?, ?, ?)',
      ),
      fold: database.prepare(
        'INSERT OR IGNORE INTO folded(kind, hash) SELECT ?, ? WHERE (SELECT count(*) FROM folded) < 100000',
      ),
      read: database.prepare(
        'SELECT count, errors, longest, histogram FROM rollups WHERE step = ? AND bucket = ? AND key = ?',
      ),
      write: database.prepare(
        'INSERT OR REPLACE INTO rollups(step, bucket, key, count, errors, longest, histogram) VALUES(?, ?, ?, ?, ?, ?, ?)',
      ),
    }
    this.#loadKeys()
  }

  /** Counts; what began longer than {@link MINUTES_KEPT_S} before `nowMs` only by the hour. */
  add(key: RollupKey, counted: Counted, nowMs: number): void {
    const id = this.#keyOf(key)
    const second = Number(counted.start / 1_000_000_000n)
    this.#count(ROLLUP_STEPS.hour, second, id, counted)
    if (second >= nowMs / 1000 - MINUTES_KEPT_S) {
      this.#count(ROLLUP_STEPS.minute, second, id, counted)
    }
  }

  /** Writes what was counted, within the transaction of what it counts. */
  flush(): void {
    for (const bucket of this.#changed) {
      const { step, start, key, count, errors, longest, histogram } = bucket
      this.#statements.write.run(
        step,
        start,
        key,
        count,
        errors,
        longest,
        histogram?.encode() ?? null,
      )
    }
    this.#changed.clear()
    if (this.#open.size > MAX_OPEN) this.#open.clear()
  }

  /** Forgets what was counted since the last flush, after a transaction was rolled back. */
  reload(): void {
    this.#changed.clear()
    this.#open.clear()
    this.#loadKeys()
  }

  #loadKeys(): void {
    this.#keys.clear()
    this.#keyCounts.clear()
    for (const row of this.#database.prepare('SELECT * FROM rollup_keys').iterate()) {
      const kind = row['kind'] as RollupKind
      const { one, other, via } = row
      this.#keys.set(textOfKey(kind, String(one), String(other), String(via)), Number(row['id']))
      this.#keyCounts.set(kind, (this.#keyCounts.get(kind) ?? 0) + 1)
    }
  }

  #keyOf(key: RollupKey): number {
    const { kind } = key
    const one = cut(key.one)
    const other = cut(key.other ?? '')
    const via = cut(key.via ?? '')
    const text = textOfKey(kind, one, other, via)
    const known = this.#keys.get(text)
    if (known !== undefined) return known

    const count = this.#keyCounts.get(kind) ?? 0
    const isOther = one === OTHER
    if (count >= MAX_KEYS[kind] && !isOther) {
      if (kind === 'operation' || kind === 'edge') this.#statements.fold.run(kind, hashOf(text))
      return this.#keyOf({ kind, one: OTHER, ...(other !== '' && { other: OTHER }) })
    }
    const id = Number(this.#statements.insertKey.run(kind, one, other, via).lastInsertRowid)
    this.#keys.set(text, id)
    this.#keyCounts.set(kind, count + 1)
    return id
  }

  #count(step: number, second: number, key: number, { duration, isError }: Counted): void {
    const bucket = this.#bucket(step, second - (second % step), key)
    bucket.count++
    if (isError) bucket.errors++
    if (duration !== undefined) {
      bucket.histogram ??= new Histogram()
      bucket.histogram.add(duration)
      if (duration > bucket.longest) bucket.longest = duration
    }
    this.#changed.add(bucket)
  }

  #bucket(step: number, start: number, key: number): OpenBucket {
    const name = `${step} ${start} ${key}`
    const open = this.#open.get(name)
    if (open !== undefined) return open
    const row = this.#statements.read.get(step, start, key)
    const histogram = row?.['histogram']
    const bucket: OpenBucket = {
      step,
      start,
      key,
      count: Number(row?.['count'] ?? 0),
      errors: Number(row?.['errors'] ?? 0),
      longest: Number(row?.['longest'] ?? 0),
      histogram: histogram instanceof Uint8Array ? Histogram.decode(histogram) : undefined,
    }
    this.#open.set(name, bucket)
    return bucket
  }
}

interface OpenBucket {
  readonly step: number
  readonly start: number
  readonly key: number
  count: number
  errors: number
  longest: number
  histogram: Histogram | undefined
}

const MAX_OPEN = 20_000
const MAX_KEYS: Readonly<Record<RollupKind, number>> = {
  operation: 2_000,
  edge: 2_000,
  subject: 1_000,
  stream: 500,
  consumer: 500,
  account: 200,
}

// A letter that no name holds as a rule; two keys that are one all the same are only counted together.
function textOfKey(kind: string, one: string, other: string, via: string): string {
  return `${kind}\0${one}\0${other}\0${via}`
}

function cut(text: string): string {
  return storedText(text, MAX_TEXT)
}

const MAX_TEXT = 256

function hashOf(text: string): Uint8Array {
  return createHash('sha1').update(text).digest().subarray(0, 8)
}
