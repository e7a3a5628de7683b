import type { Storage } from './trace-event.ts'

/**
 * What became of a message in a stream; in a dry run, what would have become of it.
 *
 * `unknown` means that the server did not finish the entry: when a message meets two streams on
 * one server, only the last one is finished.
 */
export type StorageOutcome = 'stored' | 'duplicate' | 'rejected' | 'no interest' | 'unknown'

/** Tells what became of a message in a stream; why it was rejected is in {@link Storage.error}. */
export function storageOutcome(storage: Storage): StorageOutcome {
  // The server reports a duplicate as an error, though the publisher is told of success.
  if (storage.error === 'msgid is duplicate') return 'duplicate'
  if (storage.error !== undefined) return 'rejected'
  if (storage.noInterest) return 'no interest'
  return storage.subject === undefined ? 'unknown' : 'stored'
}
