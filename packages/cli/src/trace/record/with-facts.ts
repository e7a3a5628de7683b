import { clockBounds, type StreamFacts } from '@hopscope/path'
import type { TraceRecord } from './trace-record.ts'

/** A trace with what is known besides its events; clocks are known when the times of arrival are. */
export function withFacts(
  trace: Omit<TraceRecord, 'facts'>,
  streams?: readonly StreamFacts[],
): TraceRecord {
  const { events, sentAtUnixNano, receivedAtUnixNano, replies } = trace
  const isTimed = sentAtUnixNano !== undefined && receivedAtUnixNano !== undefined
  return {
    ...trace,
    facts: {
      ...(isTimed && { clocks: clockBounds({ events, sentAtUnixNano, receivedAtUnixNano }) }),
      ...(streams !== undefined && { streams }),
      ...(replies !== undefined && { replies }),
    },
  }
}
