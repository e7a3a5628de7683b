import { hasFlag, type TraceModel } from './trace-model.ts'

/** Whether the row's span failed. */
export function isErrorRow(model: TraceModel, row: number): boolean {
  return hasFlag(model, row, 'error')
}

/** Whether the row is of a message that was delivered before, or was given up. */
export function isRedeliveredRow(model: TraceModel, row: number): boolean {
  return hasFlag(model, row, 'redelivered') || hasFlag(model, row, 'deadLetter')
}
