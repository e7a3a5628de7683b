import type { Scope } from '../otlp/model.ts'
import { safelyGet } from '../safely.ts'
import { textOf } from '../text-of.ts'

/** An instrumentation scope, and the conventions that what it records follows. */
export interface RecordedScope extends Scope {
  /** Where those conventions are written, as OTLP's `ScopeSpans` and its like have it. */
  readonly schemaUrl?: string
}

/** How OpenTelemetry's API asks for a tracer, a meter or a logger. */
export type OfScope<T> = (
  name: string,
  version?: string,
  options?: { readonly schemaUrl?: string },
) => T

/** Makes what each scope has once: it is the same for the same name, version and schema URL. */
export function perScope<T>(make: (scope: RecordedScope) => T): OfScope<T> {
  const made = new Map<string, T>()
  return (name, version, options) => {
    const scope = toScope(name, version, schemaUrlOf(options))
    const key = JSON.stringify(scope)
    const found = made.get(key)
    if (found !== undefined) return found

    const first = make(scope)
    made.set(key, first)
    return first
  }
}

function schemaUrlOf(options: { readonly schemaUrl?: string } | undefined): string | undefined {
  return safelyGet('reading a schema URL', () => options?.schemaUrl, undefined)
}

function toScope(name: string, version?: string, schemaUrl?: string): RecordedScope {
  return {
    name: textOf(name ?? ''),
    ...(version !== undefined && version !== null && { version: textOf(version) }),
    ...(schemaUrl && { schemaUrl: textOf(schemaUrl) }),
  }
}
