import type { Attributes, Exception } from '@opentelemetry/api'

/** What OpenTelemetry's conventions say of an exception. */
export function attributesOfException(exception: Exception): Attributes {
  if (typeof exception === 'string') return { 'exception.message': exception }

  return {
    'exception.type': exception.name ?? String(exception.code ?? 'Error'),
    'exception.message': exception.message ?? '',
    ...(exception.stack !== undefined && { 'exception.stacktrace': exception.stack }),
  }
}
