import { ROW_FLAGS, ROW_ROLES, type RowRole, type TraceView } from '../../../api/trace-view.ts'

/** A row of a trace that a test makes; what is left out is boring. */
export interface MadeRow {
  /** -1 for a root. @default the row before */
  readonly parent?: number
  /** @default 'work' */
  readonly name?: string
  /** @default 'shop' */
  readonly service?: string
  /** @default 'work' */
  readonly role?: RowRole
  /** @default 0 */
  readonly startNs?: number
  /** @default 100 */
  readonly durationNs?: number
  readonly flags?: readonly (keyof typeof ROW_FLAGS)[]
  readonly detail?: string
}

/** The answer of the API for a trace of these rows, for tests. Row 0 has the span id `0…01`, row 1 `0…02`. */
export function viewOfRows(
  rows: readonly MadeRow[],
  more: Partial<Pick<TraceView, 'gaps' | 'criticalPath'>> = {},
): TraceView {
  const strings = ['']
  const indexOf = (text: string): number => {
    const known = strings.indexOf(text)
    return known >= 0 ? known : strings.push(text) - 1
  }
  const starts = rows.map(({ startNs = 0 }) => startNs)
  const durations = rows.map(({ durationNs = 100 }) => durationNs)
  const durationNs = Math.max(0, ...starts.map((start, row) => start + (durations[row] ?? 0)))
  return {
    traceId: 'a'.repeat(32),
    summary: {
      traceId: 'a'.repeat(32),
      startMs: 0,
      durationMs: durationNs / 1e6,
      spanCount: rows.length,
      hopCount: 0,
      errorCount: 0,
      services: [],
      serviceCount: 0,
      maxDeliveryCount: 0,
      flags: [],
    },
    startUnixNano: '0',
    durationNs,
    verdict: '',
    strings,
    rows: {
      spanIds: rows
        .map((row, index) => (row.role === 'missing' ? '' : String(index + 1)).padStart(16, '0'))
        .join(''),
      parents: rows.map(({ parent }, index) => parent ?? index - 1),
      names: rows.map(({ name = 'work' }) => indexOf(name)),
      services: rows.map(({ service = 'shop' }) => indexOf(service)),
      roles: rows.map(({ role = 'work' }) => ROW_ROLES.indexOf(role)),
      starts,
      durations,
      flags: rows.map(({ flags = [] }) => flags.reduce((sum, flag) => sum | ROW_FLAGS[flag], 0)),
      details: rows.map(({ detail = '' }) => indexOf(detail)),
    },
    time: [],
    gaps: [],
    criticalPath: [],
    ...more,
  }
}
