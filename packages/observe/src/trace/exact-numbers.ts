import type { Attributes, AttributeValue, Span } from '@opentelemetry/api'
import { Double, type AnyValue, type AttributeMap } from '../otlp/model.ts'
import type { Attribute } from './attribute.ts'

/**
 * Marks a span of OpenTelemetry's API that takes a {@link Double} and a `bigint` as they are.
 *
 * An SDK drops an attribute of another type than the API's, so without the mark a whole double is
 * set as the number it is, and an int beyond 2^53 as text.
 *
 * @example
 * class RecordedSpan implements Span { readonly [exactNumbers] = true … }
 */
export const exactNumbers: unique symbol = Symbol.for('@hopscope/observe exact numbers')

/** Whether a span of OpenTelemetry's API has the mark. */
export function keepsExactNumbers(span: Span): boolean {
  return exactNumbers in span
}

/** Attributes by key as they were made; a later one replaces an earlier one with the same key. */
export function toAttributeMap(attributes: readonly Attribute[]): AttributeMap {
  return byKey(attributes, toAnyValue)
}

/** Attributes by key as any span of OpenTelemetry's API takes them. */
export function toAttributes(attributes: readonly Attribute[]): Attributes {
  return byKey(attributes, toPlain)
}

/** Attributes by key, as `span` can take them. */
export function attributesFor(span: Span, attributes: readonly Attribute[]): Attributes {
  if (!keepsExactNumbers(span)) return toAttributes(attributes)
  // The API's type has no word for them; a span with the mark does.
  return toAttributeMap(attributes) as Attributes
}

/** Those attributes that a span with the mark keeps otherwise than one without. */
export function exactOnly(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.filter((attribute) => toPlain(attribute?.value) !== attribute?.value)
}

function byKey<T>(
  attributes: readonly Attribute[],
  convert: (value: Attribute['value']) => T,
): Record<string, T> {
  const map: Record<string, T> = {}
  for (const attribute of attributes) {
    // JavaScript calls with what TypeScript would not let through.
    if (typeof attribute?.key === 'string') map[attribute.key] = convert(attribute.value)
  }
  return map
}

function toPlain(value: Attribute['value']): AttributeValue {
  if (value instanceof Double) return value.value
  return typeof value === 'bigint' ? value.toString() : value
}

// The API lets a list have holes, which OTLP writes as empty values.
function toAnyValue(value: Attribute['value']): AnyValue {
  return Array.isArray(value) ? value.map((item) => item ?? null) : value
}
