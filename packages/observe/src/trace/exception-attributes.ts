import type { Attributes } from '@opentelemetry/api'
import { messageOf } from '../message-of.ts'

/** What OpenTelemetry's conventions say of something that was thrown: `exception.type`, `.message` and `.stacktrace`. */
export function exceptionAttributes(thrown: unknown): Attributes {
  if (!(thrown instanceof Error)) return { 'exception.message': messageOf(thrown) }
  return {
    'exception.type': thrown.name,
    'exception.message': messageOf(thrown),
    ...(thrown.stack !== undefined && { 'exception.stacktrace': thrown.stack }),
  }
}
