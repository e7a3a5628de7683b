import type { DatabaseSync } from 'node:sqlite'

/**
 * Makes the last row that was inserted one of a small number.
 *
 * When words are deleted, FTS5 inserts rows of its own whose numbers are beyond 2^53. SQLite remembers the last one for the whole
 * connection, and every statement that changes something would throw: node:sqlite tells its number with each.
 */
export function resetLastRow(database: DatabaseSync): void {
  database.exec('REPLACE INTO last_row(id) VALUES(1)')
}
