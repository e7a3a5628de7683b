import { readHeader } from '@hopscope/observe/headers'
import type { StoredTelemetry } from '@hopscope/telemetry/read'
import type { IngestRecord } from '../ingest/ingest.ts'

/** Messages in one piece of memory, which is handed over to the worker and not copied. */
export interface PackedRecords {
  readonly bytes: ArrayBuffer
  readonly heads: readonly RecordHead[]
}

interface RecordHead {
  readonly subject: string
  readonly length: number
  readonly touchedMs: number
  readonly sequence?: number
  readonly contentType?: string
  readonly contentEncoding?: string
}

/** A message to be packed. */
export type UnpackedRecord = StoredTelemetry & Pick<IngestRecord, 'sequence' | 'touchedMs'>

/** Copies messages into one piece of memory: each is a part of a much larger one, which would be copied with it. */
export function packRecords(records: readonly UnpackedRecord[]): PackedRecords {
  const total = records.reduce((sum, { data }) => sum + data.length, 0)
  const bytes = new Uint8Array(new ArrayBuffer(total))
  let at = 0
  const heads = records.map(({ subject, data, headers, touchedMs, sequence }) => {
    bytes.set(data, at)
    at += data.length
    const [contentType] = readHeader(headers, 'Content-Type')
    const [contentEncoding] = readHeader(headers, 'Content-Encoding')
    return {
      subject,
      length: data.length,
      touchedMs,
      ...(sequence !== undefined && { sequence }),
      ...(contentType !== undefined && { contentType }),
      ...(contentEncoding !== undefined && { contentEncoding }),
    }
  })
  return { bytes: bytes.buffer, heads }
}

/** The messages that were packed; their bytes stay where they are. */
export function unpackRecords({ bytes, heads }: PackedRecords): readonly IngestRecord[] {
  let at = 0
  return heads.map(({ subject, length, touchedMs, sequence, contentType, contentEncoding }) => {
    const data = new Uint8Array(bytes, at, length)
    at += length
    return {
      subject,
      data,
      headers: [
        ...header('Content-Type', contentType),
        ...header('Content-Encoding', contentEncoding),
      ],
      touchedMs,
      ...(sequence !== undefined && { sequence }),
    }
  })
}

function header(
  name: string,
  value: string | undefined,
): readonly (readonly [name: string, values: readonly string[]])[] {
  return value === undefined ? [] : [[name, [value]]]
}
