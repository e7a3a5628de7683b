import type { SpanStatus } from './model.ts'

/** Every code of a status at the place of its OTLP number. */
export const STATUS_CODES: readonly SpanStatus['code'][] = ['unset', 'ok', 'error']

/** Whether a status says anything, so that it is worth being written. */
export function isGiven(status: SpanStatus): boolean {
  return status.code !== 'unset' || status.message !== undefined
}
