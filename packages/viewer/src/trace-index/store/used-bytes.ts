import type { DatabaseSync } from 'node:sqlite'

/** Bytes of the pages that hold something; a file may be larger, by what was deleted and not filled again. */
export function usedBytes(database: DatabaseSync): number {
  const pragma = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
}
