import type { IngestRecord } from '../ingest/ingest.ts'
import { unpackRecords, type PackedRecords } from './packed-records.ts'

/** Messages that are indexed in one transaction, which keeps those who ask waiting. */
export interface RecordSlice {
  readonly type: 'slice'
  /** That of the request that the messages came with. */
  readonly id: number
  readonly records: readonly IngestRecord[]
  /** With it the request is done. */
  readonly isLast: boolean
}

/** Messages in slices of some 500 spans: how many a message has is known by its size only. */
export function slicesOf(id: number, packed: PackedRecords): readonly RecordSlice[] {
  const slices: IngestRecord[][] = [[]]
  let bytes = 0
  for (const record of unpackRecords(packed)) {
    bytes += record.data.length
    slices.at(-1)?.push(record)
    if (bytes < SLICE_BYTES) continue
    slices.push([])
    bytes = 0
  }
  return slices.map((records, at) => ({
    type: 'slice',
    id,
    records,
    isLast: at === slices.length - 1,
  }))
}

// A span takes about 300 bytes, of which a compressed message has a tenth.
const SLICE_BYTES = 128 * 1024
