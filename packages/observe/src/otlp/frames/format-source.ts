import { formatAttributes, type Json } from '../format-attributes.ts'
import type { AttributeMap, Resource, Scope } from '../model.ts'

/** A resource as OTLP/JSON has it. */
export function formatResource(resource: Resource): Json {
  return { attributes: formatGiven(resource.attributes) }
}

/** An instrumentation scope as OTLP/JSON has it. */
export function formatScope(scope: Scope): Json {
  return {
    name: scope.name,
    version: scope.version,
    attributes: formatGiven(scope.attributes ?? {}),
  }
}

/** Attributes as OTLP/JSON has them; `undefined`, which is left out, when there are none. */
export function formatGiven(attributes: AttributeMap): readonly Json[] | undefined {
  return formatList(formatAttributes(attributes))
}

/** A list; `undefined`, which is left out, when it is empty. */
export function formatList(items: readonly Json[]): readonly Json[] | undefined {
  return items.length === 0 ? undefined : items
}

/** A time; `undefined`, which is left out, when it is not known. */
export function formatTime(unixNano: bigint): string | undefined {
  return unixNano === 0n ? undefined : unixNano.toString()
}
