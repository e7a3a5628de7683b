import type { Attributes } from '@opentelemetry/api'
import { messageOf } from '../message-of.ts'
import { textOf } from '../text-of.ts'

/**
 * What OpenTelemetry's conventions say of something that was thrown: `exception.type`, `.message` and
 * `.stacktrace`.
 *
 * What looks like an error is taken for one, as OpenTelemetry's API has it: another realm's is no
 * instance of this one's `Error`. Anything else is a message, and so is what throws when it is looked
 * at: a proxy, say.
 */
export function exceptionAttributes(thrown: unknown): Attributes {
  try {
    return readException(thrown)
  } catch {
    return { 'exception.message': messageOf(thrown) }
  }
}

function readException(thrown: unknown): Attributes {
  if (!isException(thrown)) return { 'exception.message': messageOf(thrown) }

  const { name, code, message, stack } = thrown
  return {
    'exception.type': textOf(name ?? code ?? 'Error'),
    'exception.message': textOf(message ?? ''),
    ...(stack !== undefined && { 'exception.stacktrace': textOf(stack) }),
  }
}

/** What of an error is told, with whatever JavaScript lets be there. */
interface Exception {
  readonly name?: unknown
  readonly code?: unknown
  readonly message?: unknown
  readonly stack?: unknown
}

function isException(thrown: unknown): thrown is Exception {
  if (typeof thrown !== 'object' || thrown === null) return false
  return thrown instanceof Error || 'message' in thrown || 'name' in thrown || 'code' in thrown
}
