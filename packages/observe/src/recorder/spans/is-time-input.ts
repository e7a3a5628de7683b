import type { Attributes, TimeInput } from '@opentelemetry/api'

/** Whether what stands in the place of an event's attributes is its time. */
export function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  if (typeof value === 'number') return true
  try {
    return value instanceof Date || Array.isArray(value)
  } catch {
    // A proxy that was revoked is neither.
    return false
  }
}
