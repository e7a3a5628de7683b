import type { ContextResult } from '../propagation/context-result.ts'

/** A message that an instrumented connection of this process has handed over. */
export interface Processed {
  readonly subject: string
  /** A result that is lost means a span with neither a parent nor a link to the one that sent it. */
  readonly result: ContextResult
}

/** Calls `watcher` for every message that is handed over from now on, until it is told to stop. */
export function watchProcessed(watcher: (processed: Processed) => void): Disposable {
  watchers.add(watcher)
  return {
    [Symbol.dispose]() {
      watchers.delete(watcher)
    },
  }
}

/** Whether anyone wants to be told. */
export function isWatched(): boolean {
  return watchers.size > 0
}

/** Tells the watchers of a message that is handed over. */
export function tellProcessed(processed: Processed): void {
  for (const watcher of watchers) watcher(processed)
}

const watchers = new Set<(processed: Processed) => void>()
