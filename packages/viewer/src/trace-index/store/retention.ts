import { ROLLUP_STEPS } from '../rollup/rollups.ts'
import { deleteTrace } from './delete-trace.ts'
import { inTransaction, type IndexStore } from './index-store.ts'
import { usedBytes } from './used-bytes.ts'

/**
 * Deletes the oldest traces, those that nothing was added to for the longest time: the ones beyond their age, and, when the
 * index is too large, as many as it takes to be a twentieth smaller.
 */
export class Retention {
  readonly #store: IndexStore
  #isShrinking = false
  #hasDeleted = false

  constructor(store: IndexStore) {
    this.#store = store
  }

  /** Deletes a few; whether there is more to be deleted. */
  step(nowMs: number): boolean {
    const { database, limits } = this.#store
    const bytes = usedBytes(database)
    this.#isShrinking = bytes > limits.maxBytes * (this.#isShrinking ? LOW_WATER : 1)
    const before = this.#isShrinking ? Number.MAX_SAFE_INTEGER : nowMs - limits.maxAgeMs
    const deleted = this.#deleteBefore(before)
    if (deleted > 0) this.#hasDeleted = true
    if (deleted === AT_ONCE) return true
    if (this.#hasDeleted) this.#tidy()
    this.#hasDeleted = false
    this.#isShrinking = false
    return false
  }

  #deleteBefore(touchedMs: number): number {
    const store = this.#store
    const rows = store.database
      .prepare(
        `SELECT id, trace_id, first_sequence FROM traces WHERE touched < ? ORDER BY touched, id LIMIT ${AT_ONCE}`,
      )
      .all(touchedMs)
    if (rows.length === 0) return 0
    inTransaction(store, () => {
      for (const { id, trace_id, first_sequence } of rows) {
        if (trace_id instanceof Uint8Array) deleteTrace(store, Number(id), trace_id)
        if (first_sequence !== null) this.#trimTo(Number(first_sequence) + 1)
      }
    })
    return rows.length
  }

  // A trace that goes on for long may have begun before those that are gone.
  #trimTo(sequence: number): void {
    const { counters } = this.#store
    const { cursor } = counters
    if (cursor === undefined) return
    const firstSequence = Math.min(Math.max(cursor.firstSequence, sequence), cursor.lastSequence)
    counters.cursor = { ...cursor, firstSequence, isTrimmed: true }
  }

  // What belonged to many traces goes when none of them is left.
  #tidy(): void {
    const store = this.#store
    const { database, sources, rollups } = store
    inTransaction(store, () => {
      const { start } =
        database.prepare('SELECT min(start) / 1000000000 AS start FROM traces').get() ?? {}
      const oldest = start === null ? Number.MAX_SAFE_INTEGER : Number(start)
      database
        .prepare('DELETE FROM rollups WHERE bucket < ?')
        .run(oldest - (oldest % ROLLUP_STEPS.hour))
      database.exec(`
        DELETE FROM source_tokens WHERE source IN (SELECT id FROM sources WHERE spans <= 0);
        DELETE FROM sources WHERE spans <= 0;
        DELETE FROM waiting WHERE span < (SELECT coalesce(min(id), 9223372036854775807) FROM spans);
        DELETE FROM links WHERE span < (SELECT coalesce(min(id), 9223372036854775807) FROM spans)`)
    })
    sources.forget()
    rollups.reload()
  }
}

const LOW_WATER = 0.95
// As many as are deleted before somebody who asks has waited for long.
const AT_ONCE = 200
