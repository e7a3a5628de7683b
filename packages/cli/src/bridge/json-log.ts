import type { Output } from '../io.ts'
import { levelOf, type BridgeLog, type LogEntry } from './bridge-log.ts'

/** Writes each entry as one line of JSON: its time, its level, its `event`, and what it tells. */
export function jsonLog(stdout: Output, now: () => Date = () => new Date()): BridgeLog {
  return {
    tell: (entry) => {
      const line = { time: now().toISOString(), level: levelOf(entry), ...toFields(entry) }
      stdout.write(`${JSON.stringify(line)}\n`)
    },
    [Symbol.dispose]: () => {},
  }
}

// An error has no fields that JSON would show.
function toFields({ kind: event, ...fields }: LogEntry): object {
  if (!('cause' in fields) || !(fields.cause instanceof Error)) return { event, ...fields }
  return { event, ...fields, cause: fields.cause.message }
}
