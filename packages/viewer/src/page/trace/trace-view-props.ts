import type { TraceModel } from './model/trace-model.ts'
import type { TraceState } from './trace-state.ts'
import type { ChangeTraceState } from './use-trace-state.ts'

/** What each view of a trace is given. */
export interface TraceViewProps {
  readonly model: TraceModel
  readonly state: TraceState
  readonly change: ChangeTraceState
}
