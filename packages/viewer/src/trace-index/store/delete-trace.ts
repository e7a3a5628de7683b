import type { IndexStore } from './index-store.ts'
import { resetLastRow } from './reset-last-row.ts'

/** Deletes a trace with all that is only about it, within a transaction. */
export function deleteTrace(store: IndexStore, id: number, traceId: Uint8Array): void {
  const { database, counters, sources, lastTrace } = store
  const { counts } = counters
  const run = (sql: string, ...parameters: readonly (number | Uint8Array)[]) =>
    Number(database.prepare(sql).run(...parameters).changes)

  const ofSources = database
    .prepare('SELECT source, count(*) AS count FROM spans WHERE trace = ? GROUP BY source')
    .all(id)
  for (const { source, count } of ofSources) sources.addSpans(Number(source), -Number(count))
  const messages = database
    .prepare('SELECT DISTINCT stream, sequence FROM spans WHERE trace = ? AND sequence IS NOT NULL')
    .all(id)
  const hops = database.prepare('SELECT hops FROM traces WHERE id = ?').get(id)?.['hops']

  const deleteTokens = database.prepare(
    'DELETE FROM tokens WHERE rowid IN (SELECT id FROM spans WHERE trace = ?)',
  )
  deleteTokens.setReadBigInts(true)
  deleteTokens.run(id)
  resetLastRow(database)
  counts.spans -= run('DELETE FROM spans WHERE trace = ?', id)
  counts.hops -= Number(hops ?? 0)
  counts.logs -= run('DELETE FROM logs WHERE trace_id = ?', traceId)
  run('DELETE FROM waiting WHERE trace_id = ?', traceId)
  run('DELETE FROM links WHERE trace_id = ?', traceId)
  run('DELETE FROM traces WHERE id = ?', id)
  lastTrace.forget(id)
  for (const { stream, sequence } of messages) {
    run(
      `DELETE FROM messages WHERE stream = ?1 AND sequence = ?2
       AND NOT EXISTS (SELECT 1 FROM spans WHERE stream = ?1 AND sequence = ?2)`,
      Number(stream),
      Number(sequence),
    )
  }
}
