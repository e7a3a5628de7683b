import type { DatabaseSync } from 'node:sqlite'
import type { IndexLimits } from '../index-options.ts'
import { Rollups } from '../rollup/rollups.ts'
import { Counters } from './counters.ts'
import { LastTrace } from './last-trace.ts'
import { Names } from './names.ts'
import { deleteDatabase, openDatabase } from './open-database.ts'
import { resetLastRow } from './reset-last-row.ts'
import { Sources } from './sources.ts'

/** The open database with what is remembered of it. */
export interface IndexStore {
  readonly database: DatabaseSync
  readonly limits: IndexLimits
  readonly names: Names
  readonly sources: Sources
  readonly rollups: Rollups
  readonly counters: Counters
  readonly lastTrace: LastTrace
}

/**
 * Opens the store of an index.
 *
 * @throws {@link ViewerError} INDEX_FAILED if the file can be neither opened nor created
 */
export function openStore(limits: IndexLimits): IndexStore {
  const { database, rebuiltBecause } = openDatabase(limits.path)
  const store = assemble(database, limits)
  if (rebuiltBecause !== undefined) store.counters.begin(rebuiltBecause)
  return store
}

/** An empty store in the place of one, which is closed and deleted. */
export function recreateStore({ database, limits }: IndexStore, because: string): IndexStore {
  closeQuietly(database)
  if (limits.path !== undefined) deleteDatabase(limits.path)
  const store = assemble(openDatabase(limits.path).database, limits)
  store.counters.begin(because)
  store.counters.save()
  return store
}

/** Does something as a whole: when it throws, nothing of it has happened. */
export function inTransaction<T>(store: IndexStore, work: () => T): T {
  store.database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    store.rollups.flush()
    store.counters.save()
    store.database.exec('COMMIT')
    resetLastRow(store.database)
    return result
  } catch (error) {
    rollBack(store)
    throw error
  }
}

function assemble(database: DatabaseSync, limits: IndexLimits): IndexStore {
  return {
    database,
    limits,
    names: new Names(database),
    sources: new Sources(database),
    rollups: new Rollups(database),
    counters: new Counters(database),
    lastTrace: new LastTrace(),
  }
}

// What the error says is told by whoever gets it: a database that is no more cannot roll back either.
function rollBack({ database, names, sources, rollups, counters }: IndexStore): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // Of a disk that is full, SQLite has rolled back by itself.
  }
  try {
    names.reload(database)
    sources.forget()
    rollups.reload()
    counters.reload()
    resetLastRow(database)
  } catch {
    // The store is about to be built anew.
  }
}

function closeQuietly(database: DatabaseSync): void {
  try {
    database.close()
  } catch {
    // It is deleted next.
  }
}
