import type { Frame } from '../frames/frame.ts'
import type { LogRecordData, ResourceLogs, ScopeLogs } from './model.ts'

/** Log records as OTLP frames them. */
export const LOG_FRAME: Frame<LogRecordData, ScopeLogs, ResourceLogs> = {
  names: { sources: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' },
  scopesOf: ({ scopeLogs }) => scopeLogs,
  itemsOf: ({ logRecords }) => logRecords,
  toSourced: (head, scopeLogs) => ({ ...head, scopeLogs }),
  toScoped: (head, logRecords) => ({ ...head, logRecords }),
}
