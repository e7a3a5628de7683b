import type { HrTime } from '@opentelemetry/api'
import type { AnyValue, AttributeMap, Resource, Scope } from '@hopscope/observe/otlp'
import { copyAnyValue } from '@hopscope/observe/recorder'

/** What of a resource of OpenTelemetry's SDK is needed; that of any version is one. */
export interface SdkResource {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly schemaUrl?: string | undefined
}

/** What of an instrumentation scope of OpenTelemetry's SDK is needed. */
export interface SdkScope {
  readonly name: string
  readonly version?: string | undefined
  readonly schemaUrl?: string | undefined
}

/** A resource, and the conventions that its attributes follow, as OTLP has them. */
export interface ResourceHead {
  readonly resource: Resource
  readonly schemaUrl?: string
}

/** A scope, and the conventions that what it made follows, as OTLP has them. */
export interface ScopeHead {
  readonly scope: Scope
  readonly schemaUrl?: string
}

/** A resource as OTLP has it. */
export function fromSdkResource({ attributes, schemaUrl }: SdkResource): ResourceHead {
  return {
    resource: { attributes: fromSdkAttributes(attributes) },
    ...(schemaUrl && { schemaUrl }),
  }
}

/** The name of the service of a resource; `unknown` if it has none. */
export function serviceOf({ attributes }: SdkResource): string {
  const service = attributes['service.name']
  return typeof service === 'string' && service !== '' ? service : 'unknown'
}

/** A scope as OTLP has it. */
export function fromSdkScope({ name, version, schemaUrl }: SdkScope): ScopeHead {
  return { scope: { name, ...(version && { version }) }, ...(schemaUrl && { schemaUrl }) }
}

/** Attributes as OTLP has them. */
export function fromSdkAttributes(attributes: Readonly<Record<string, unknown>>): AttributeMap {
  const map: Record<string, AnyValue> = Object.create(null)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && key !== '') map[key] = copyAnyValue(value)
  }
  return map
}

/** A time in nanoseconds since 1970. */
export function fromHrTime([seconds, nanos]: HrTime): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
}

/** The items that have the same key, in the order in which they came. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
