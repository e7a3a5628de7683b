import type { LogRecordData } from '@hopscope/observe/otlp'

/** A level of a log record, as it is in the subject. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/**
 * The level in the subject of a log record: by its severity number, or else by the text of its
 * severity; `info` if it has neither.
 */
export function levelOf({ severityNumber, severityText = '' }: LogRecordData): LogLevel {
  const text = severityText.toLowerCase()
  return (
    LEVELS[Math.ceil(severityNumber / 4) - 1] ?? LEVELS.find((level) => text === level) ?? 'info'
  )
}

// Four severity numbers each, from 1 on (logs data model, severity fields).
const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
