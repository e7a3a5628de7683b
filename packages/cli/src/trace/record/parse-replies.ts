import type { TraceReply } from '@hopscope/path'
import { isJsonRecord } from './json-record.ts'

/** Reads what servers replied when a trace was saved; `undefined` when no reply was asked for. */
export function parseReplies(json: unknown): readonly TraceReply[] | undefined {
  return Array.isArray(json) ? json.flatMap((entry) => parseReply(entry) ?? []) : undefined
}

function parseReply(json: unknown): TraceReply | undefined {
  if (!isJsonRecord(json)) return undefined
  const { payload, status } = json
  if (typeof payload !== 'string') return undefined
  return {
    payload: new TextEncoder().encode(payload),
    ...(typeof status === 'number' && { status }),
  }
}
